/** What the user did that the server has not confirmed yet: it stands on top of what the server says. */
import type { Place } from '#shared/contract/model.ts';
import { prepare } from '../store/statements.ts';
import type { Database } from '../store/transaction.ts';

export interface PendingEffect {
  place?: Place;
  unread?: boolean;
  starred?: boolean;
}

/** The open actions' word about one message. Empty when none covers it; a later act's word counts, done or not. */
export function pendingEffect(db: Database, messageRow: number): PendingEffect {
  const rows = prepare(
    db,
    `SELECT e.place, e.unread, e.starred, a.state = 'done' AS done FROM action_message e
     JOIN action a ON a.id = e.action_id WHERE e.message_row = ? AND a.state <> 'cancelled' ORDER BY a.id`,
  ).all(messageRow) as { place: Place | null; unread: number | null; starred: number | null; done: number }[];
  const effect: PendingEffect = {};
  for (const { place, unread, starred, done } of rows) {
    // What is done is the server's word already.
    if (done) {
      if (place !== null) delete effect.place;
      if (unread !== null) delete effect.unread;
      if (starred !== null) delete effect.starred;
      continue;
    }
    if (place !== null) effect.place = place;
    if (unread !== null) effect.unread = unread === 1;
    if (starred !== null) effect.starred = starred === 1;
  }
  return effect;
}
