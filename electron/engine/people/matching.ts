/**
 * Evidence that an address and a number are the same person's. Precision comes before recall: a wrong join shows
 * somebody's messages to the wrong eyes. Anybody can write any From and any signature, so a number joins by itself only
 * when it signs one-to-one mail that belongs to an exchange with me: an answer to what I wrote to that address alone,
 * or what I answered to it. Other signatures and equal names only suggest.
 */
import type { MailItem } from '#shared/contract/timeline.ts';
import { parsePhone } from '#shared/text/phone.ts';
import { prepare } from '../store/statements.ts';
import type { Database, Tx } from '../store/transaction.ts';
import { saidDifferent } from './facts.ts';
import { identityValue } from './identities.ts';
import { getContact, mergeContacts, splitIdentity } from './merge.ts';
import { callName } from './names.ts';
import { phonesInSignature } from './signature.ts';
import { suggest } from './suggestions.ts';

export interface SignedMail {
  /** Who wrote it; never me, never a list. */
  identityId: string;
  messageRow: number;
  folded: MailItem['folded'];
  /** Between me and the author alone: what is signed to many is often a switchboard's number. */
  oneToOne: boolean;
}

/**
 * Remembers which numbers a mail is signed with, and joins the author with who texts from one of them. Call after
 * the message row is inserted, for received mail that is no list's and not in Junk. `mine`: what `myAddresses` says.
 */
export function learnFromSignature(tx: Tx, mail: SignedMail, mine: ReadonlySet<string>): void {
  if (!mail.oneToOne) return;
  const signature = mail.folded.filter((fold) => fold.kind === 'signature').map((fold) => fold.text);
  if (signature.length === 0) return;
  for (const number of phonesInSignature(signature.join('\n'), ownCountry(tx.db))) {
    if (mine.has(identityValue('phone', number))) continue;
    prepare(
      tx.db,
      'INSERT OR IGNORE INTO signed_number (number, identity_id, message_row) VALUES (?, ?, ?)',
    ).run(number, mail.identityId, mail.messageRow);
    matchNumber(tx, number);
  }
}

/**
 * Looks again at the numbers in the exchange that a mail of mine belongs to, which now prove more. Call when it has
 * left or was found in Sent: what only claims to be from me never gets there.
 */
export function learnFromOwnMail(tx: Tx, messageRow: number): void {
  const numbers = prepare(
    tx.db,
    `SELECT DISTINCT s.number FROM message own JOIN message m ON m.conversation_id = own.conversation_id
     JOIN signed_number s ON s.message_row = m.row WHERE own.row = ?`,
  )
    .pluck()
    .all(messageRow) as string[];
  for (const number of numbers) matchNumber(tx, number);
}

/**
 * Joins the contact of a number with the one person who signed with it. Call when a number is first seen in a text.
 * Returns the contact the number belongs to afterwards.
 */
export function matchTexter(tx: Tx, contactId: string): string {
  const phones = prepare(tx.db, "SELECT id, value FROM identity WHERE contact_id = ? AND kind = 'phone'").all(
    contactId,
  ) as { id: string; value: string }[];
  for (const { value } of phones) if (value.startsWith('e164:')) matchNumber(tx, value.slice('e164:'.length));
  const first = phones[0];
  if (!first) return contactId;
  const owner = prepare(tx.db, 'SELECT contact_id AS contactId FROM identity WHERE id = ?').get(first.id) as {
    contactId: string;
  };
  return owner.contactId;
}

interface Signer {
  contactId: string;
  identityId: string;
  date: number;
}

/** Looks at everything known about one number again. Joins, leaves alone, or withdraws an earlier join. */
function matchNumber(tx: Tx, number: string): void {
  const phone = prepare(
    tx.db,
    "SELECT id, contact_id AS contactId, joined_by AS joinedBy FROM identity WHERE kind = 'phone' AND value = ?",
  ).get(identityValue('phone', number)) as { id: string; contactId: string; joinedBy: string } | undefined;
  if (!phone) return;
  const signers = prepare(
    tx.db,
    `SELECT i.contact_id AS contactId, s.identity_id AS identityId, max(m.date) AS date
     FROM signed_number s JOIN identity i ON i.id = s.identity_id JOIN message m ON m.row = s.message_row
     WHERE s.number = ? AND m.place <> 'junk' GROUP BY s.identity_id ORDER BY date DESC`,
  ).all(number) as Signer[];
  const people = new Set(signers.map((signer) => signer.contactId));
  const [signer] = signers;
  if (!signer) return;
  if (people.size > 1) {
    if (phone.joinedBy === 'signature') splitIdentity(tx, phone.id);
    return;
  }
  if (signer.contactId === phone.contactId || saidDifferent(tx.db, signer.contactId, phone.contactId)) return;
  const texter = getContact(tx, phone.contactId);
  const author = getContact(tx, signer.contactId);
  if (!texter || !author) return;
  const where = `${callName(author.name)}’s signature of ${day(signer.date, tx.now())}`;
  const proved = isProved(tx.db, number, signer.contactId);
  const others = prepare(tx.db, 'SELECT count(*) FROM identity WHERE contact_id = ? AND id <> ?')
    .pluck()
    .get(phone.contactId, phone.id) as number;
  // Who has been given a name or other addresses by hand is known to be somebody: then it is the user's to say.
  if (!proved || texter.name_source === 'user' || others > 0) {
    const evidence = proved
      ? `Same number as in ${where}`
      : `Same number as in ${where}, but nothing proves who wrote that email`;
    suggest(tx, { contactId: signer.contactId, identityId: phone.id, evidence, score: proved ? 0.9 : 0.6 });
    return;
  }
  mergeContacts(tx, author.id, texter.id, `Same number as in ${where}`, 'signature');
}

/**
 * Whether the number signs a mail of an exchange with this contact that nobody else can have written. Message-IDs of
 * mine are known to who got the mail; mine is what was sent from here or lies in Sent, whatever its From says.
 */
function isProved(db: Database, number: string, contactId: string): boolean {
  const found = prepare(
    db,
    `SELECT 1 FROM signed_number s JOIN identity i ON i.id = s.identity_id
     JOIN message m ON m.row = s.message_row JOIN mail signed ON signed.message_row = m.row
     JOIN message own ON own.conversation_id = m.conversation_id AND own.from_me = 1
     JOIN mail mine ON mine.message_row = own.row
     WHERE s.number = @number AND i.contact_id = @contactId AND m.place <> 'junk'
       AND (signed.in_reply_to = mine.message_id OR mine.in_reply_to = signed.message_id)
       AND (mine.send_state = 'sent' OR EXISTS (SELECT 1 FROM mail_location l JOIN mailbox b ON b.id = l.mailbox_id
         WHERE l.message_row = own.row AND b.role = 'sent'))
       AND EXISTS (SELECT 1 FROM message_address a WHERE a.message_row = own.row AND a.role = 'to'
         AND a.identity_id = s.identity_id)
       AND NOT EXISTS (SELECT 1 FROM message_address a WHERE a.message_row = own.row
         AND a.role IN ('to', 'cc', 'bcc') AND a.identity_id IS NOT s.identity_id)
     LIMIT 1`,
  ).get({ number, contactId });
  return found !== undefined;
}

/** The country of my own number: what a number without a country code in a mail to me most likely means. */
function ownCountry(db: Database): string | null {
  const number = prepare(db, "SELECT address FROM account WHERE channel = 'sms' ORDER BY created_at LIMIT 1")
    .pluck()
    .get() as string | undefined;
  const parsed = number === undefined ? null : parsePhone(number, null);
  return parsed?.ok ? parsed.country : null;
}

/** "3 May", with the year when it is not this one. */
function day(date: number, now: number): string {
  const sameYear = new Date(date).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(date);
}
