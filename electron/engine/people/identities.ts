/** One address of a person is an identity; every identity belongs to exactly one contact. */
import type { Channel } from '#shared/contract/model.ts';
import { addressKey } from '#shared/text/address-validation.ts';
import { parseCarrierAddress, phoneKey } from '#shared/text/phone-address.ts';
import { formatPhone } from '#shared/text/phone-format.ts';
import { prepare } from '../store/statements.ts';
import type { Database, Tx } from '../store/transaction.ts';
import { nameKey } from './names.ts';
import { suggestByName } from './suggestions.ts';

export type IdentityKind = 'mail' | 'phone';

export interface IdentityRef {
  identityId: string;
  contactId: string;
}

/** RFC 5322 fields that name people; for texts `from` and `to`. */
export type AddressRole = 'from' | 'sender' | 'to' | 'cc' | 'bcc' | 'reply-to';

export interface NamedAddress {
  role: AddressRole;
  name: string;
  address: string;
}

/** An address of a message with the identity it belongs to. */
export interface Participant extends NamedAddress, IdentityRef {
  /** One of the addresses of the accounts connected here. */
  me: boolean;
}

const NAME_RANK: Record<string, number> = { address: 0, header: 1, user: 2 };
const MAX_NAME = 200;

/** The form in which two spellings of the same address or number are equal. */
export function identityValue(kind: IdentityKind, address: string): string {
  if (kind === 'mail') return addressKey(address);
  const phone = parseCarrierAddress(address);
  return phone ? phoneKey(phone) : address.trim().toLowerCase();
}

/** How an address is shown where there is no name. */
export function displayAddress(kind: IdentityKind, address: string): string {
  if (kind === 'mail') return address.trim();
  const phone = parseCarrierAddress(address);
  return phone ? formatPhone(phone, null) : address.trim();
}

export const kindOf = (channel: Channel): IdentityKind => (channel === 'mail' ? 'mail' : 'phone');

/** Addresses and numbers of the connected accounts, and other addresses mail is sent from, normalised. */
export function myAddresses(db: Database): Set<string> {
  const rows = prepare(
    db,
    `SELECT channel, address FROM account
     UNION ALL SELECT 'mail', address FROM sender WHERE address IS NOT NULL`,
  ).all() as { channel: Channel; address: string }[];
  return new Set(rows.map((row) => identityValue(kindOf(row.channel), row.address)));
}

/** Ids of the identities that are me. */
export function myIdentities(db: Database): Set<string> {
  const find = prepare(db, 'SELECT id FROM identity WHERE value = ?').pluck();
  const mine = new Set<string>();
  for (const value of myAddresses(db)) for (const id of find.all(value)) mine.add(id as string);
  return mine;
}

/**
 * The identity of an address; a new one starts with a contact of its own. A contact's name is only replaced by one
 * from a better source: what the user typed, then what a header said, then the bare address.
 */
export function ensureIdentity(
  tx: Tx,
  args: { kind: IdentityKind; value: string; display: string; name: string },
): IdentityRef {
  const name = cleanName(args.name, args.value);
  const found = prepare(
    tx.db,
    `SELECT i.id AS identityId, i.contact_id AS contactId, i.name AS seen, c.name_source AS source
     FROM identity i JOIN contact c ON c.id = i.contact_id WHERE i.kind = ? AND i.value = ?`,
  ).get(args.kind, args.value) as (IdentityRef & { seen: string; source: string }) | undefined;
  if (!found) return createIdentity(tx, { ...args, name });
  if (name !== '' && name !== found.seen) {
    prepare(tx.db, 'UPDATE identity SET name = ? WHERE id = ?').run(name, found.identityId);
    if (found.source === 'address') {
      nameContact(tx, found.contactId, name, 'header');
      suggestByName(tx, found.identityId);
    }
  }
  return { identityId: found.identityId, contactId: found.contactId };
}

/** Names a contact unless a better source has named it already. */
function nameContact(tx: Tx, contactId: string, name: string, source: 'user' | 'header' | 'address'): void {
  const current = prepare(tx.db, 'SELECT name_source FROM contact WHERE id = ?').pluck().get(contactId);
  if (typeof current !== 'string' || (NAME_RANK[source] ?? 0) < (NAME_RANK[current] ?? 0)) return;
  prepare(tx.db, 'UPDATE contact SET name = ?, name_source = ?, name_key = ? WHERE id = ?').run(
    name,
    source,
    source === 'address' ? '' : nameKey(name),
    contactId,
  );
  tx.changed.people();
}

/**
 * Gives every address of a message its identity and says which are me. Addresses that are empty are left out, so
 * a caller storing `message_address` rows should take them from the result. `mine`: what `myAddresses` says.
 */
export function identify(
  tx: Tx,
  channel: Channel,
  addresses: readonly NamedAddress[],
  mine: ReadonlySet<string> = myAddresses(tx.db),
): Participant[] {
  const kind = kindOf(channel);
  return addresses
    .filter((entry) => entry.address.trim() !== '')
    .map((entry) => {
      const value = identityValue(kind, entry.address);
      const display = displayAddress(kind, entry.address);
      const ref = ensureIdentity(tx, {
        kind,
        value,
        display,
        name: entry.role === 'sender' ? '' : entry.name,
      });
      return { ...entry, ...ref, me: mine.has(value) };
    });
}

/**
 * Counts that I wrote to whom this message goes to: what completion ranks by, and who counts as somebody I know. `at`
 * in milliseconds since the epoch.
 */
export function noteRecipients(tx: Tx, messageRow: number, at: number): void {
  const recipients = prepare(
    tx.db,
    `SELECT DISTINCT identity_id FROM message_address
     WHERE message_row = ? AND role IN ('to', 'cc', 'bcc') AND identity_id IS NOT NULL`,
  )
    .pluck()
    .all(messageRow) as string[];
  const note = prepare(
    tx.db,
    'UPDATE identity SET used = used + 1, used_at = max(coalesce(used_at, 0), ?) WHERE id = ?',
  );
  for (const id of recipients) {
    note.run(at, id);
    suggestByName(tx, id);
  }
}

function createIdentity(
  tx: Tx,
  args: { kind: IdentityKind; value: string; display: string; name: string },
): IdentityRef {
  const ref = { identityId: tx.id(), contactId: tx.id() };
  prepare(tx.db, 'INSERT INTO contact (id, name, name_source, name_key) VALUES (?, ?, ?, ?)').run(
    ref.contactId,
    args.name || args.display,
    args.name ? 'header' : 'address',
    nameKey(args.name),
  );
  prepare(
    tx.db,
    'INSERT INTO identity (id, kind, value, display, name, contact_id, evidence) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ).run(ref.identityId, args.kind, args.value, args.display, args.name, ref.contactId, FIRST_SEEN[args.kind]);
  suggestByName(tx, ref.identityId);
  tx.changed.people();
  return ref;
}

const FIRST_SEEN: Record<IdentityKind, string> = { mail: 'Seen in an email', phone: 'Seen in a text' };

// A name that only repeats the address says nothing, and one in the form of another address misleads.
function cleanName(name: string, value: string): string {
  const clean = name
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(['"])(.*)\1$/, '$2')
    .slice(0, MAX_NAME);
  return clean.toLowerCase() === value || /\S@\S+\.\S/.test(clean) ? '' : clean;
}
