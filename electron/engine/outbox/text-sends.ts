import { prepare } from '#engine/store/statements.ts';
import type { Database } from '#engine/store/transaction.ts';

/** The text an action sends, for the channel that dispatches it; `null` when the action sends none. */
export function sendOfAction(
  db: Database,
  actionId: string,
): { accountId: string; clientRef: string } | null {
  const found = prepare(
    db,
    `SELECT t.account_id AS accountId, t.client_ref AS clientRef FROM action a
     JOIN text_message t ON t.message_row = a.message_row
     WHERE (a.group_id = @actionId OR a.id = @actionId) AND a.kind = 'text.send'`,
  ).get({ actionId }) as { accountId: string; clientRef: string } | undefined;
  return found ?? null;
}
