import { plural } from './plural.ts';

/** Words of the command palette and the sheet of shortcuts. */
export const paletteStrings = {
  title: 'Command palette',
  placeholder: 'Find people, threads and commands',
  commands: 'Commands',
  people: 'People',
  threads: 'Threads',
  recent: 'Recent threads',
  searchFor: (query: string) => `Search all messages for “${query}”`,
  none: (query: string) => `Nothing matches “${query}”.`,
  hint: 'for commands only',
  move: 'move',
  choose: 'choose',
  close: 'close',
  writeTo: (name: string) => `Write to ${name}`,
  textTo: (name: string) => `Text ${name}`,
  results: (n: number) => plural(n, { one: '# result', other: '# results' }),
  unavailable: (why: string) => `Not available: ${why}`,
  failed: 'People and threads could not be looked up. Commands still work.',
};

export const shortcutStrings = {
  title: 'Keyboard shortcuts',
  find: 'Find a shortcut',
  none: (query: string) => `No shortcut matches “${query}”.`,
  or: 'or',
  off: 'Single-key shortcuts are off. Turn them on in Settings, Keyboard.',
};
