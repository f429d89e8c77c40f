import { plural } from './plural.ts';

/** Words about mailboxes: how they stand, and making, renaming and deleting them. */
export const mailboxStrings = {
  mailbox: 'Mailbox',
  onServer: 'On the server',
  here: 'Here',
  checked: 'Last checked',
  state: 'State',
  inside: (names: string[]) => names.join(' › '),
  notChecked: 'Not yet',
  unknown: '–',
  states: {
    complete: 'Up to date',
    comparing: 'Being compared',
    fetching: (n: number) => plural(n, { one: 'Fetching, # to come', other: 'Fetching, # to come' }),
    waiting: 'Waits its turn',
    behind: (n: number) =>
      plural(n, { one: 'Waits its turn, # to come', other: 'Waits its turn, # to come' }),
    partial: (n: number) =>
      plural(n, {
        one: '# large message still without its files',
        other: '# large messages still without their files',
      }),
    unfetched: (n: number) =>
      plural(n, { one: '# message could not be fetched', other: '# messages could not be fetched' }),
    failed: 'Could not be checked',
    resting: 'Not being checked',
    local: 'Complete',
  },
  except: (n: number) =>
    plural(n, {
      one: 'Up to date, except for # mailbox',
      other: 'Up to date, except for # mailboxes',
    }),
  retried: 'Skein tries it again at every check.',
  create: 'New mailbox…',
  createInside: 'New mailbox inside…',
  rename: 'Rename…',
  remove: 'Delete…',
  open: 'Open',
  hideElsewhere: 'Hide from other programs',
  showElsewhere: 'Show in other programs',
  hiddenElsewhere: 'Hidden from other programs',
  hiddenNow: (name: string) => `${name} is hidden from other mail programs`,
  shownNow: (name: string) => `Other mail programs show ${name}`,
  actsOf: (name: string) => `More about ${name}`,
  createTitle: 'New mailbox',
  renameTitle: (name: string) => `Rename ${name}`,
  removeTitle: (name: string) => `Delete the mailbox ${name}?`,
  removeEmpty: 'There is nothing in it. It is deleted on the server as well.',
  removeUnknown: 'It is deleted on the server as well. What is in it moves to Trash.',
  removeToTrash: (n: number) =>
    plural(n, {
      one: 'It is deleted on the server as well. Its message moves to Trash.',
      other: 'It is deleted on the server as well. Its # messages move to Trash.',
    }),
  removeLabel:
    'It is deleted on the server as well. Its messages stay in All mail where the server has labels; elsewhere they move to Trash.',
  name: 'Name',
  account: 'Account',
  parent: 'Where',
  topLevel: 'Beside the other mailboxes',
  within: (name: string) => `In ${name}`,
  createAct: 'Make mailbox',
  renameAct: 'Rename',
  removeAct: 'Delete mailbox',
  created: (name: string) => `Mailbox ${name} made`,
  renamed: (name: string) => `Renamed to ${name}`,
  removed: (name: string, moved: number) =>
    moved === 0
      ? `Mailbox ${name} deleted`
      : plural(moved, {
          one: `Mailbox ${name} deleted, its message moved to Trash`,
          other: `Mailbox ${name} deleted, # messages moved to Trash`,
        }),
};
