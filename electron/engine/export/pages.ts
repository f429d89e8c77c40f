/** The store's messages in the order they are exported. */
import { prepare } from '#engine/store/statements.ts';
import type { Database } from '#engine/store/transaction.ts';
import type { Channel, Place } from '#shared/contract/model.ts';
import type { ExportScope } from '#shared/contract/transfers.ts';

export interface ExportedMessage {
  row: number;
  id: string;
  channel: Channel;
  accountId: string;
  /** The account's address. */
  account: string;
  /** Milliseconds since the epoch. */
  date: number;
  place: Place;
  /** Address of the author; empty when there is none. */
  sender: string;
  /** Its source is here. */
  complete: boolean;
  /** Mailboxes it lies in on the server. */
  mailboxes: { id: string; path: string; delimiter: string }[];
}

type Columns = Omit<ExportedMessage, 'complete' | 'mailboxes'> & { complete: number };

/** Which messages belong to a scope, with one parameter. Texts and mails that are thrown away are part of their thread. */
const CONDITIONS: Record<ExportScope['kind'], string> = {
  everything: '@scope IS NULL',
  account: 'm.account_id = @scope',
  mailbox: 'EXISTS (SELECT 1 FROM mail_location l WHERE l.message_row = m.row AND l.mailbox_id = @scope)',
  view: "CASE @scope WHEN 'starred' THEN m.starred = 1 AND m.place NOT IN ('trash', 'junk') ELSE m.place = @scope END",
  threads: 'm.thread_id IN (SELECT value FROM json_each(@scope))',
};

function parameter(scope: ExportScope): string | null {
  if (scope.kind === 'everything') return null;
  if (scope.kind === 'view') return scope.view;
  return scope.kind === 'threads' ? JSON.stringify(scope.ids) : scope.id;
}

/** How many messages a scope has. */
export function exportCount(db: Database, scope: ExportScope): number {
  const count = prepare(
    db,
    `SELECT count(*) FROM message m WHERE m.place <> 'gone' AND ${CONDITIONS[scope.kind]}`,
  );
  return count.pluck().get({ scope: parameter(scope) }) as number;
}

/** The next messages of a scope after `after`, oldest first. Those that lost their place on the server are not among them. */
export function exportPage(
  db: Database,
  { scope, after, limit }: { scope: ExportScope; after: number; limit: number },
): ExportedMessage[] {
  const rows = prepare(
    db,
    `SELECT m.row, m.id, m.channel, m.account_id AS accountId, account.address AS account, m.date, m.place,
       coalesce((SELECT address FROM message_address WHERE message_row = m.row AND role = 'from' AND position = 0), '')
         AS sender,
       coalesce(mail.source IS NOT NULL OR mail.source_content_id IS NOT NULL, 0) AS complete
     FROM message m JOIN account ON account.id = m.account_id LEFT JOIN mail ON mail.message_row = m.row
     WHERE m.row > @after AND m.place <> 'gone' AND ${CONDITIONS[scope.kind]}
     ORDER BY m.row LIMIT @limit`,
  ).all({ scope: parameter(scope), after, limit }) as Columns[];
  const places = prepare(
    db,
    `SELECT DISTINCT mailbox.id, path, delimiter FROM mail_location JOIN mailbox ON mailbox.id = mailbox_id
     WHERE message_row = ? ORDER BY path`,
  );
  return rows.map((row) => ({
    ...row,
    complete: row.complete === 1,
    mailboxes: (places.all(row.row) as ExportedMessage['mailboxes']).filter(
      ({ id }) => scope.kind !== 'mailbox' || id === scope.id,
    ),
  }));
}
