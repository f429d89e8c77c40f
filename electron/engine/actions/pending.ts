/** What the user did that the server has not confirmed yet: it stands on top of what the server says. */
import type { Place } from '#shared/contract/model.ts';
import { prepare } from '../store/statements.ts';
import type { Database } from '../store/transaction.ts';

export interface PendingEffect {
  place?: Place;
  unread?: boolean;
  starred?: boolean;
}

/** The open actions' word about one message; a later action's word counts. Empty when none covers it. */
export function pendingEffect(db: Database, messageRow: number): PendingEffect {
  const rows = prepare(
    db,
    `SELECT e.place, e.unread, e.starred FROM action_message e JOIN action a ON a.id = e.action_id
     WHERE e.message_row = ? AND a.state IN ('held', 'queued', 'running', 'waiting', 'failed', 'unsure')
     ORDER BY a.id`,
  ).all(messageRow) as { place: Place | null; unread: number | null; starred: number | null }[];
  const effect: PendingEffect = {};
  for (const { place, unread, starred } of rows) {
    if (place !== null) effect.place = place;
    if (unread !== null) effect.unread = unread === 1;
    if (starred !== null) effect.starred = starred === 1;
  }
  return effect;
}
