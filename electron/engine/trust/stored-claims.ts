/** What the header of a received mail claims about its sender, as it is stored. */
import type { SenderClaims, ServerClaims } from '#engine/channels/mail/mime/sender-claims.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';

export function insertClaims(tx: Tx, row: number, claims: SenderClaims): void {
  const { domain, organisation, named, answersTo, servers } = claims;
  prepare(
    tx.db,
    `INSERT INTO sender_check (message_row, domain, organisation, named, answers_to, server_organisation, servers)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    row,
    domain,
    organisation,
    named,
    answersTo,
    servers[0]?.organisation ?? null,
    JSON.stringify(servers),
  );
}

/** `null` for mail that nobody delivered here, and for mail that came before this was stored. */
export function claimsOf(db: Database, row: number): SenderClaims | null {
  const found = prepare(
    db,
    `SELECT domain, organisation, named, answers_to AS answersTo, servers FROM sender_check WHERE message_row = ?`,
  ).get(row) as (Omit<SenderClaims, 'servers'> & { servers: string }) | undefined;
  return found ? { ...found, servers: JSON.parse(found.servers) as ServerClaims[] } : null;
}

/** How many of an account's newest mails are looked at to learn whether its server writes results. */
const NEWEST = 50;

/** The servers that wrote last on an account's newest received mails, the most frequent first. */
export function serversOnTop(
  db: Database,
  accountId: string,
): { received: number; found: { server: string; organisation: string; mails: number }[] } {
  const rows = prepare(
    db,
    `SELECT json_extract(servers, '$[0].server') AS server, server_organisation AS organisation, count(*) AS mails FROM (
       SELECT c.servers, c.server_organisation FROM message m INDEXED BY message_account
       JOIN sender_check c ON c.message_row = m.row WHERE m.account_id = ? ORDER BY m.row DESC LIMIT ${NEWEST})
     GROUP BY server, organisation ORDER BY mails DESC, server`,
  ).all(accountId) as { server: string | null; organisation: string | null; mails: number }[];
  return {
    received: rows.reduce((sum, { mails }) => sum + mails, 0),
    found: rows.flatMap(({ server, organisation, mails }) =>
      server && organisation ? [{ server, organisation, mails }] : [],
    ),
  };
}

/** Of the newest received mails of an account: how many there are, and in how many such a server wrote last. */
export function howOftenWritten(
  db: Database,
  accountId: string,
  organisation: string,
): { written: number; received: number } {
  return prepare(
    db,
    `SELECT count(*) AS received, coalesce(sum(server_organisation = ?), 0) AS written FROM (
       SELECT c.server_organisation FROM message m INDEXED BY message_account
       JOIN sender_check c ON c.message_row = m.row WHERE m.account_id = ? ORDER BY m.row DESC LIMIT ${NEWEST})`,
  ).get(organisation, accountId) as { written: number; received: number };
}
