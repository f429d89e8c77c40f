import { count, plural } from './plural.ts';

/** Words about files in texts and about who may be texted. */
export const textsStrings = {
  title: 'Texts',
  host: 'Files in texts',
  hostHint:
    'A carrier takes no files: it fetches them from a web address. Name a folder on a web server of yours (WebDAV, or any that takes HTTP PUT), and Skein puts files of texts there.',
  privacyTitle: 'What this means',
  privacy:
    'While a file lies there, anybody who has its address can fetch it. The address cannot be guessed, only the carrier is told it, and Skein removes the file as soon as the carrier has it.',
  uploadUrl: 'Upload address',
  uploadUrlHint: 'Begins with https and ends in a slash',
  publicUrl: 'Public address, if it is another one',
  publicUrlHint: 'Where anybody finds the same files',
  username: 'User name (optional)',
  secret: 'Password or token (optional)',
  secretHint: 'Kept in the keychain. Without a user name it is sent as a bearer token.',
  secretKept: 'One is kept in the keychain. Leave this empty to go on using it.',
  show: 'Show password',
  hide: 'Hide password',
  local: 'This address is on your own computer: a carrier cannot reach it. It is of use only for a trial.',
  test: 'Test',
  testing: 'Testing…',
  save: 'Save',
  saving: 'Saving…',
  saved: 'Files of texts are put there from now on.',
  remove: 'Remove…',
  removeTitle: 'Give up the place for files?',
  removeBody: 'Texts can carry no files then. What was sent stays here and with the people it was sent to.',
  removeAnyway: 'Give it up anyway',
  removed: 'The place for files was given up.',
  onHost: (n: number) => plural(n, { one: '# file lies there now', other: '# files lie there now' }),
  stuck: (n: number) =>
    plural(n, {
      one: '# file could not be removed from there yet',
      other: '# files could not be removed from there yet',
    }),
  retryAt: (time: string) => `Skein tries again at ${time}.`,
  steps: {
    upload: 'A small picture was put there',
    fetch: 'Anybody who has its address can fetch it',
    type: 'The server names its type truly',
    hidden: 'Strangers cannot list what lies there',
    delete: 'It was removed and is gone',
  },
  failedSteps: {
    upload: 'Putting a small picture there',
    fetch: 'Fetching it as a stranger',
    type: 'The type the server names',
    hidden: 'Keeping the folder from being listed',
    delete: 'Removing it again',
  },
  checks: 'Checks',
  failed: 'failed',
  passed: 'passed',
  worked: 'All of it works.',
  compose: {
    noHostTitle: 'Texts cannot carry files yet',
    noHost: 'A carrier fetches files from a web address. Name a place for them, or send this by email.',
    setUp: 'Set it up',
    noFiles: 'Texts from this number carry no files. Send them by email.',
    room: (size: string, limit: string, files: number, most: number) =>
      `${size} of ${limit} · ${count(files)} of ${plural(most, { one: '# file', other: '# files' })}`,
    public: 'Until the carrier has it, the file lies on your host under an address nobody can guess.',
    shrink: 'Make pictures smaller',
    shrinking: 'Making them smaller…',
    shrinkHint: 'Phones take about 600 kB well. It also leaves out when and where they were taken.',
    optedOutTitle: 'They asked for no more texts',
    optedOut: (words: string | null, day: string, own: string, connected: boolean) => {
      const said =
        words === null
          ? `The carrier said so of ${own} on ${day}.`
          : `They wrote “${words}” to ${own} on ${day}.`;
      const to = connected ? 'that number' : 'any of your numbers';
      return `${said} They can text START to ${to} to allow texts again. Until then write an email, or call.`;
    },
    byUser: (day: string) => `You said so on ${day}. Nothing is sent to this number from any of yours.`,
    allow: 'They may be texted',
    reviewTitle: 'Did they ask for no more texts?',
    review: (words: string | null, day: string) =>
      `On ${day} they wrote “${(words ?? '').toLocaleLowerCase()}”. People may say in any words that they want no more texts, so nothing is sent until you say what they meant.`,
    stop: 'No more texts',
    goOn: 'They did not mean that',
    stopped: 'Nothing is sent to this number any more.',
    allowed: 'Texts to this number are sent again.',
    refusedReview: 'Say first what they meant.',
  },
};
