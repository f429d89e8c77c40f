/** Takes imported mail into the store: each message once, however often its file is imported. */

import { insertMail } from '#engine/ingest/insert-mail.ts';
import { addLocation, settle } from '#engine/ingest/locations.ts';
import type { PreparedMail } from '#engine/ingest/prepared-mail.ts';
import { identityValue, myAddresses, noteRecipients } from '#engine/people/identities.ts';
import { learnFromOwnMail } from '#engine/people/matching.ts';
import { wasErased } from '#engine/store/erased.ts';
import type { MailboxRole } from '#engine/store/repositories/mailboxes.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Tx } from '#engine/store/transaction.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import { type ImportStep, stepImport } from './job.ts';

export interface ImportedMail {
  mail: PreparedMail;
  /** Paths of the mailboxes it lies in, their parts separated by a slash. */
  mailboxes: string[];
}

export interface ImportBatch extends ImportStep {
  jobId: string;
  batch: ImportedMail[];
}

export interface ImportedBatch {
  added: number;
  known: number;
  erased: number;
  /** Content files that were written for nothing. */
  unused: string[];
}

/** What programs call the mailboxes that are places here, by the last part of their path. */
const ROLES: readonly [role: MailboxRole, names: RegExp][] = [
  ['inbox', /^inbox$/i],
  ['sent', /^(sent|sent[ -]?(mail|items|messages)|outgoing)$/i],
  ['trash', /^(trash|deleted( items| messages)?|bin)$/i],
  ['junk', /^(junk|junk[ -]?(e-?mail|mail)|spam|bulk( mail)?)$/i],
  ['archive', /^archives?$/i],
];
/** Its messages have no server that could give them another one. */
const UIDVALIDITY = 1;

/** Adds messages and notes how far the import is, in one transaction; `null` when the import is gone with its account. */
export function importBatch(tx: Tx, { jobId, batch, ...step }: ImportBatch): ImportedBatch | null {
  const accountId = prepare(tx.db, 'SELECT account_id FROM import_job WHERE id = ?').pluck().get(jobId) as
    | string
    | undefined;
  if (accountId === undefined) return null;
  const counts: ImportedBatch = { added: 0, known: 0, erased: 0, unused: [] };
  const mine = myAddresses(tx.db);
  const threads = new Set<string>();
  // Ascending, as the search index wants its rows.
  for (const { mail, mailboxes } of [...batch].sort((a, b) => a.mail.date - b.mail.date)) {
    const boxes = mailboxes.map((path) => mailboxAt(tx, accountId, path));
    const known = findKnown(tx, accountId, mail);
    const erased = known === null && isErased(tx, accountId, mail);
    if (known !== null || erased) {
      if (mail.source?.content) counts.unused.push(mail.source.content.id);
      if (erased) counts.erased++;
      else counts.known++;
    } else counts.added++;
    if (erased) continue;
    const row = known ?? add(tx, accountId, mail, boxes, mine);
    if (known !== null && wasActedOn(tx, known)) continue;
    const isNew = boxes.filter((box) => !liesIn(tx, row, box.id));
    for (const { id } of isNew) {
      const uid = nextUid(tx, id);
      addLocation(tx, { mailboxId: id, uid, messageRow: row, flags: mail.flags, modseq: null });
    }
    if (known === null && boxes.some(({ role }) => role === 'sent')) {
      noteRecipients(tx, row, mail.date);
      learnFromOwnMail(tx, row);
    }
    const thread = isNew.length > 0 ? settle(tx, row) : null;
    if (thread) threads.add(thread);
  }
  refreshThreads(tx, threads);
  stepImport(tx, jobId, step, counts);
  return counts;
}

function add(
  tx: Tx,
  accountId: string,
  mail: PreparedMail,
  boxes: readonly Mailbox[],
  mine: ReadonlySet<string>,
): number {
  const roles = boxes.map(({ role }) => role);
  // Whoever wrote what lies in Sent is whoever had this mail, whichever accounts are connected now.
  const author = roles.includes('sent') ? mail.from[0] : undefined;
  const own = new Set(author ? [...mine, identityValue('mail', author.address)] : mine);
  return insertMail(tx, accountId, mail, own, { trusted: !roles.includes('junk') }).row;
}

/** The same message from an earlier import: the same Message-ID and the same bytes. */
function findKnown(tx: Tx, accountId: string, { messageId, source }: PreparedMail): number | null {
  const digest = source?.sha256 ?? null;
  const found =
    messageId === null
      ? prepare(
          tx.db,
          `SELECT message_row FROM mail INDEXED BY mail_without_id
           WHERE account_id = ? AND source_sha256 = ? AND message_id IS NULL`,
        )
          .pluck()
          .get(accountId, digest)
      : prepare(
          tx.db,
          `SELECT message_row FROM mail INDEXED BY mail_message_id
           WHERE account_id = ? AND message_id = ? AND source_sha256 = ?`,
        )
          .pluck()
          .get(accountId, messageId, digest);
  return (found as number | undefined) ?? null;
}

function isErased(tx: Tx, accountId: string, { messageId, source }: PreparedMail): boolean {
  return wasErased(tx.db, { accountId, messageId, sourceSha256: source?.sha256 ?? null });
}

/** The user has put it somewhere since: there it stays. */
function wasActedOn(tx: Tx, row: number): boolean {
  return (
    prepare(tx.db, 'SELECT 1 FROM action_message WHERE message_row = ? AND place IS NOT NULL').get(row) !==
    undefined
  );
}

function liesIn(tx: Tx, row: number, mailboxId: string): boolean {
  return (
    prepare(tx.db, 'SELECT 1 FROM mail_location WHERE message_row = ? AND mailbox_id = ?').get(
      row,
      mailboxId,
    ) !== undefined
  );
}

function nextUid(tx: Tx, mailboxId: string): number {
  const last = prepare(tx.db, 'SELECT max(uid) FROM mail_location WHERE mailbox_id = ?')
    .pluck()
    .get(mailboxId);
  return ((last as number | null) ?? 0) + 1;
}

interface Mailbox {
  id: string;
  role: MailboxRole;
}

function mailboxAt(tx: Tx, accountId: string, path: string): Mailbox {
  const find = prepare(tx.db, 'SELECT id, role FROM mailbox WHERE account_id = ? AND path = ?');
  const known = find.get(accountId, path) as Mailbox | undefined;
  if (known) return known;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const role = ROLES.find(([, names]) => names.test(name))?.[0] ?? 'none';
  prepare(
    tx.db,
    `INSERT INTO mailbox (id, account_id, path, delimiter, name, role, uidvalidity, checked_at)
     VALUES (?, ?, ?, '/', ?, ?, ${UIDVALIDITY}, ?)`,
  ).run(tx.id(), accountId, path, name, role, tx.now());
  tx.changed.accounts();
  return find.get(accountId, path) as Mailbox;
}
