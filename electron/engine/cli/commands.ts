import type { Command } from './command.ts';

/** Every command by its name, in the order the help lists them; loaded when asked for, as a script may call many. */
export const commands: Record<string, () => Promise<Command>> = {
  parse: async () => (await import('./messages.ts')).parse,
  render: async () => (await import('./messages.ts')).render,
  visible: async () => (await import('./messages.ts')).visible,
  segments: async () => (await import('./texts.ts')).segments,
  match: async () => (await import('./missing.ts')).match,
  autoconfig: async () => (await import('./autoconfig.ts')).autoconfig,
  account: async () => (await import('./accounts.ts')).account,
  sync: async () => (await import('./sync.ts')).sync,
  mailboxes: async () => (await import('./browse.ts')).mailboxes,
  labels: async () => (await import('./browse.ts')).labels,
  threads: async () => (await import('./browse.ts')).threads,
  show: async () => (await import('./browse.ts')).show,
  search: async () => (await import('./browse.ts')).search,
  send: async () => (await import('./send.ts')).send,
  outbox: async () => (await import('./send.ts')).outbox,
  import: async () => (await import('./import.ts')).importCommand,
  export: async () => (await import('./export.ts')).exportCommand,
  erase: async () => (await import('./erase.ts')).erase,
  key: async () => (await import('./key.ts')).key,
  doctor: async () => (await import('./doctor.ts')).doctor,
};
