import { plural } from './plural.ts';

/** Words of the command palette and the sheet of shortcuts. */
export const paletteStrings = {
  title: 'Command palette',
  placeholder: 'Find people, threads, mailboxes and commands',
  commands: 'Commands',
  people: 'People',
  mailboxes: 'Mailboxes',
  templates: 'Templates',
  /** What is typed to see all of them. */
  template: 'template',
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
  formatting: 'Formatting',
  off: 'Single-key shortcuts are off. Turn them on in Settings, Keyboard.',
};
