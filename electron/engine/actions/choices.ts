/** How acts change what the user chose for a thread, and how that is taken back. */
import type { CHOICE_ACTS } from '#shared/contract/choices.ts';
import { prepare } from '../store/statements.ts';
import type { Tx } from '../store/transaction.ts';
import {
  momentOf,
  readChoice,
  remindOf,
  sameChoice,
  type ThreadChoice,
  writeChoice,
} from '../threads/choices.ts';
import { ActionError } from './model.ts';

export type ChoiceAct = (typeof CHOICE_ACTS)[number];

/** What an act did to the choice of one thread. */
export interface ChoiceChange {
  threadId: string;
  before: ThreadChoice;
  after: ThreadChoice;
}

/**
 * Changes what is chosen for these threads as the act asks; most acts leave it alone. `until`: the time of `later` and
 * `remind`, in milliseconds since the epoch. Throws ActionError `no-time` when it is missing.
 */
export function changeChoices(
  tx: Tx,
  ids: readonly string[],
  act: string,
  until: number | null,
): ChoiceChange[] {
  const rule = ruleOf(act, until);
  if (!rule) return [];
  const changes: ChoiceChange[] = [];
  for (const threadId of ids) {
    const before = readChoice(tx.db, threadId);
    const after = rule(tx, threadId, before);
    if (sameChoice(before, after)) continue;
    writeChoice(tx, threadId, after);
    changes.push({ threadId, before, after });
  }
  return changes;
}

/** Puts back what was chosen before; what changed since then is a later word. Returns for how many threads it did. */
export function revertChoices(tx: Tx, changes: readonly ChoiceChange[]): number {
  const standing = changes.filter(({ threadId, after }) => sameChoice(readChoice(tx.db, threadId), after));
  for (const { threadId, before } of standing) writeChoice(tx, threadId, before);
  return standing.length;
}

type Rule = (tx: Tx, threadId: string, choice: ThreadChoice) => ThreadChoice;

function ruleOf(act: string, until: number | null): Rule | null {
  switch (act) {
    case 'archive':
      return (_tx, _id, choice) => ({ ...choice, pinned: false, later: null, back: null });
    case 'move':
      return (_tx, _id, choice) => ({ ...choice, later: null, back: null });
    case 'trash':
    case 'junk':
    case 'unpin':
      return (_tx, _id, choice) => ({ ...choice, pinned: false });
    case 'pin':
      return (_tx, _id, choice) => ({ ...choice, pinned: true });
    case 'inbox':
      return (tx, id, choice) => ({ ...choice, muted: false, later: null, back: takenBack(tx, id, choice) });
    case 'read':
      return (_tx, _id, choice) => ({ ...choice, back: choice.back && { ...choice.back, seen: true } });
    case 'later': {
      const at = timeOf(until);
      return (tx, id, choice) => ({ ...choice, later: { at, ...momentOf(tx, id) }, back: null });
    }
    case 'mute':
      return (_tx, _id, choice) => ({ ...choice, muted: true, back: null });
    case 'unmute':
      return (_tx, _id, choice) => ({ ...choice, muted: false });
    case 'remind': {
      const at = timeOf(until);
      return (tx, id, choice) => ({
        ...choice,
        remind: remindOf(tx, id, at, newestOfMine(tx, id)),
      });
    }
    case 'unremind':
      return (_tx, _id, choice) => ({ ...choice, remind: null });
    default:
      return null;
  }
}

/** Who takes a thread out of Later wants to see it now, also where no message of it lies in the inbox. */
function takenBack(tx: Tx, threadId: string, { later, back }: ThreadChoice): ThreadChoice['back'] {
  if (!later) return back;
  const received = prepare(
    tx.db,
    `SELECT 1 FROM message INDEXED BY message_thread WHERE thread_id = ? AND place IN ('inbox', 'archive') LIMIT 1`,
  ).get(threadId);
  return { at: tx.now(), why: 'asked', seen: true, kept: received === undefined };
}

function newestOfMine(tx: Tx, threadId: string): number | null {
  return prepare(
    tx.db,
    "SELECT max(row) FROM message INDEXED BY message_thread WHERE thread_id = ? AND from_me = 1 AND place = 'sent'",
  )
    .pluck()
    .get(threadId) as number | null;
}

function timeOf(until: number | null): number {
  if (until !== null) return until;
  throw new ActionError('no-time', 'No time was chosen.', 'Choose when to see this again.');
}
