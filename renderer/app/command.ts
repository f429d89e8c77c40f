/** What a command is, and what most of them need before they can run. */
import type { Account } from '#shared/contract/accounts.ts';
import type { Thread } from '#shared/contract/threads.ts';
import type { AppState } from './store.ts';
import { strings } from './strings/index.ts';
import { askInbox, inInbox } from './windows.ts';
import type { Drafting } from './writing.ts';

export type CommandId = keyof typeof strings.commands;
export type CommandGroup = keyof typeof strings.commandGroups;

export interface CommandContext {
  app: AppState;
  /** The threads a command acts on: the selection, else the open thread, else the one under the cursor. */
  targets: string[];
  /** The open thread, as far as it is loaded. */
  thread: Thread | null;
  accounts: Account[];
  /** The draft that the user is at. */
  drafting: Drafting | null;
}

export interface Command {
  id: CommandId;
  group: CommandGroup;
  label: string;
  help: string;
  /** Words that other programs have for it. */
  also: string;
  /** Its own keys: strokes as "Shift+i", "Mod+k", or sequences as "g i". See `shortcutsOf` for those in force. */
  shortcuts: readonly string[];
  /** Where it can be done at all, if not in every window: where the inbox is, beside a list, in what is written. */
  where?: 'inbox' | 'list' | 'draft';
  /** `true`, or why not, in words. */
  enabledWhen(context: CommandContext): true | string;
  run(context: CommandContext): void;
}

const always = (): true => true;

/** That some thread is chosen. */
export const needsTarget = (c: CommandContext) => (c.targets.length > 0 ? true : strings.reasons.noThread);

/** That a thread is open. */
export const needsThread = (c: CommandContext) => (c.app.threadId ? true : strings.reasons.noThread);

/** That there is an account. */
export const needsAccount = (c: CommandContext) =>
  c.accounts.length > 0 ? true : strings.reasons.noAccounts;

type Rest = Pick<Command, 'run'> & Partial<Pick<Command, 'enabledWhen' | 'where'>>;

/** A command with the words for it. */
export function command(group: CommandGroup, id: CommandId, shortcuts: string[], rest: Rest): Command {
  const [label = '', help = '', also = ''] = strings.commands[id];
  const own: Command = { id, group, label, help, also, shortcuts, enabledWhen: always, ...rest };
  if (own.where !== 'inbox') return own;
  // A window of one thread or draft has the inbox do it.
  return { ...own, run: (context) => (inInbox() ? own.run(context) : askInbox({ command: 'run', id })) };
}
