/** Names and addresses that mail is sent from, each with its signature. */
import type { Sender } from '#shared/contract/senders.ts';
import { prepare } from '../statements.ts';
import type { Database, Tx } from '../transaction.ts';

type SenderColumns = Omit<Sender, 'preferred' | 'own'> & { preferred: number; own: number };

const SENDERS = `
  SELECT account.id, account.id AS accountId, account.address, account.name, coalesce(s.reply_to, '') AS replyTo,
    coalesce(s.signature_html, '') AS signatureHtml, coalesce(s.signature_text, '') AS signatureText,
    NOT EXISTS (SELECT 1 FROM sender p WHERE p.account_id = account.id AND p.preferred = 1 AND p.id <> account.id)
      AS preferred, 1 AS own, account.created_at AS since
  FROM account LEFT JOIN sender s ON s.id = account.id WHERE account.channel = 'mail' AND account.provider <> 'local'
  UNION ALL
  SELECT sender.id, account_id, sender.address, sender.name, reply_to, signature_html, signature_text, preferred, 0,
    account.created_at
  FROM sender JOIN account ON account.id = account_id WHERE sender.id <> account_id`;

const toSender = ({ preferred, own, ...rest }: SenderColumns): Sender => ({
  ...rest,
  preferred: preferred === 1,
  own: own === 1,
});

/** All of them, an account's own first. */
export function listSenders(db: Database): Sender[] {
  const rows = prepare(
    db,
    `SELECT id, accountId, address, name, replyTo, signatureHtml, signatureText, preferred, own FROM (${SENDERS})
     ORDER BY since, accountId, own DESC, id`,
  ).all() as SenderColumns[];
  return rows.map(toSender);
}

/** The sender of a draft: the one named where it is the account's and still there, else the account's own. */
export function senderOf(db: Database, accountId: string, senderId: string | null): Sender | null {
  const all = listSenders(db).filter((sender) => sender.accountId === accountId);
  return all.find(({ id }) => id === senderId) ?? all[0] ?? null;
}

/** Adds a sender, or changes the one of this id. Only one of an account is preferred. */
export function putSender(tx: Tx, { preferred, own, ...sender }: Sender): void {
  prepare(
    tx.db,
    `INSERT INTO sender (id, account_id, address, name, reply_to, signature_html, signature_text)
     VALUES (@id, @accountId, @address, @name, @replyTo, @signatureHtml, @signatureText)
     ON CONFLICT (id) DO UPDATE SET address = excluded.address, name = excluded.name, reply_to = excluded.reply_to,
       signature_html = excluded.signature_html, signature_text = excluded.signature_text`,
  ).run({ ...sender, address: own ? null : sender.address, name: own ? null : sender.name });
  if (own) prepare(tx.db, 'UPDATE account SET name = ? WHERE id = ?').run(sender.name, sender.accountId);
  if (preferred) {
    prepare(tx.db, 'UPDATE sender SET preferred = id = ? WHERE account_id = ?').run(
      sender.id,
      sender.accountId,
    );
  } else prepare(tx.db, 'UPDATE sender SET preferred = 0 WHERE id = ?').run(sender.id);
  tx.changed.accounts();
}

export function removeSender(tx: Tx, id: string): void {
  prepare(tx.db, 'DELETE FROM sender WHERE id = ? AND id <> account_id').run(id);
  tx.changed.accounts();
}
