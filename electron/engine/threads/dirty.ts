/** Threads whose derived columns no longer say what their messages say, until `refreshThreads` runs. */
import type { Tx } from '../store/transaction.ts';

const dirty = new WeakMap<Tx, Set<string>>();

/** Notes that a thread's messages changed in this transaction. */
export function markDirty(tx: Tx, threadId: string): void {
  const known = dirty.get(tx);
  if (known) known.add(threadId);
  else dirty.set(tx, new Set([threadId]));
}

/** Hands over the threads marked so far and forgets them. */
export function takeDirty(tx: Tx): string[] {
  const known = dirty.get(tx);
  dirty.delete(tx);
  return known ? [...known] : [];
}
