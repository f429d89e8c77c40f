import { unindexBodies } from '#engine/search/index-body.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Tx } from '#engine/store/transaction.ts';
import { markDirty } from '#engine/threads/dirty.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import { contentOfMessage, deleteUnusedContent } from './delete-content.ts';

/**
 * Deletes messages with everything that belongs to them alone: their words in the search index first (the index has
 * no copy of them and must be told), then their rows, then content that nothing else uses. Threads and conversations
 * left empty go with them. Rows that are not there are no error.
 */
export function deleteMessages(tx: Tx, rows: readonly number[]): void {
  const content = new Set<string>();
  const threadOf = prepare(tx.db, 'SELECT thread_id FROM message WHERE row = ?').pluck();
  const remove = prepare(tx.db, 'DELETE FROM message WHERE row = ?');
  unindexBodies(tx, rows);
  for (const row of rows) {
    const threadId = threadOf.get(row) as string | undefined;
    if (threadId === undefined) continue;
    for (const id of contentOfMessage(tx.db, row)) content.add(id);
    remove.run(row);
    markDirty(tx, threadId);
  }
  deleteUnusedContent(tx, content);
  refreshThreads(tx);
}
