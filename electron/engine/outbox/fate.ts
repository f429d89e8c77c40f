import { prepare } from '#engine/store/statements.ts';
import type { Database } from '#engine/store/transaction.ts';

/** What is known of a send. `not-sent`: it certainly did not arrive, and will be sent. */
export type Fate = 'sent' | 'not-sent' | 'unknown';

/** What a look-up of a send found; `null` while it has not been looked up. */
export function fateOf(db: Database, actionId: string): Fate | null {
  const action = prepare(
    db,
    `SELECT state, next_at AS nextAt FROM action
     WHERE (group_id = @actionId OR id = @actionId) AND kind IN ('mail.send', 'text.send')`,
  ).get({ actionId }) as { state: string; nextAt: number | null } | undefined;
  if (!action || action.state === 'done') return 'sent';
  if (action.state !== 'unsure') return 'not-sent';
  return action.nextAt !== null && action.nextAt <= Date.now() ? null : 'unknown';
}
