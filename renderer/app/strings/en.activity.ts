import { count, plural } from './plural.ts';

/** Words of the activity page. */
export const activityStrings = {
  title: 'Activity',
  intro: 'What Skein does with your accounts, mailbox by mailbox.',
  empty: 'No account to sync',
  emptyHint: 'Connect a mailbox or a phone number; what Skein fetches then shows here.',
  addAccount: 'Add account…',
  checkAll: 'Check all now',
  checkNow: 'Check now',
  checkNowOf: (address: string) => `Check now: ${address}`,
  pause: 'Pause',
  pauseOf: (address: string) => `Pause: ${address}`,
  resume: 'Resume',
  resumeOf: (address: string) => `Resume: ${address}`,
  states: {
    starting: 'Starting',
    syncing: 'Syncing',
    idle: 'Up to date',
    paused: 'Paused',
    offline: 'Offline',
    error: 'Needs you',
  },
  syncing: (done: number, total: number, what: string | null) =>
    total > 0
      ? `Syncing ${count(done)} of ${count(total)}${what ? ` · ${what}` : ''}`
      : `Syncing${what ? ` · ${what}` : ''}`,
  checked: (when: string) => `checked ${when}`,
  neverChecked: 'not checked yet',
  offlineSince: (when: string) => `Offline since ${when}`,
  offlineNote: 'You can go on working. What you do waits in the outbox.',
  mailboxesOf: (address: string) => `Mailboxes of ${address}`,
  roles: {
    inbox: 'Inbox',
    archive: 'Archive',
    sent: 'Sent',
    drafts: 'Drafts',
    trash: 'Trash',
    junk: 'Junk',
    all: 'All mail',
  },
  waitingActions: (n: number) =>
    plural(n, { one: '# thing waits in the outbox', other: '# things wait in the outbox' }),
  openOutbox: 'Open the outbox',
};
