import { count, plural } from './plural.ts';

/** Words of the search. */
export const searchStrings = {
  title: 'Search',
  results: 'Results',
  total: (n: number) => plural(n, { one: '# found', other: '# found' }),
  firstOf: (shown: number, total: number) => `first ${count(shown)} of ${count(total)}`,
  notIndexed: (n: number) =>
    plural(n, {
      one: 'The text of # message has not arrived yet and could not be searched.',
      other: 'The text of # messages has not arrived yet and could not be searched.',
    }),
  problems: 'About this search',
  operators: 'Narrow it down',
  operatorHelp: {
    'from:': 'Who wrote it',
    'to:': 'Who got it',
    'has:attachment': 'With a file',
    'before:': 'Older than a day, 2026-11-22',
    'after:': 'Newer than a day, 2026-11-22',
    'in:': 'A place: inbox, archive, sent, trash',
    'label:': 'Threads with a label, label:"site visits"',
    '""': 'Exactly these words',
  },
  operatorLabel: { '""': '“exact words”' },
  startTitle: 'Search every message on this computer',
  start: 'Type a name or a word from the message. Results come as you type.',
  emptyTitle: (query: string) => `Nothing found for “${query}”`,
  empty: 'Try fewer words, or take out what narrows it down, like from: or in:.',
  noSubject: 'No subject',
  text: 'Text message',
  mail: 'Mail',
  more: 'Show more',
  moreAll: 'These are the best matches. Narrow the search down to see others.',
  announceNone: 'Nothing found',
  retry: 'Search again',
  failed: 'The search did not work',
};
