/** A rule for what lies in the inbox already. */
import type { StoreAccess } from '#engine/store/store-access.ts';
import type { ruleCommands, ruleQueries } from './registry.ts';
import type { InboxCursor } from './subjects.ts';

/**
 * Does to all that lies in the inbox what a rule says, as one act; `null`: there was nothing to do. The inbox is read
 * in steps, so that nobody waits behind it. Rejects with RuleError.
 */
export async function applyNow(
  store: StoreAccess<typeof ruleCommands, typeof ruleQueries>,
  id: string,
): Promise<{ actionId: string; title: string } | null> {
  const { accountId, conditions } = await store.read('rule.get', id);
  const rows: number[] = [];
  let after: InboxCursor | null = null;
  do {
    const step: { rows: number[]; next: InboxCursor | null } = await store.read('rule.matchInbox', {
      accountId,
      conditions,
      after,
    });
    rows.push(...step.rows);
    after = step.next;
  } while (after !== null);
  return store.write('rule.apply', { id, rows });
}
