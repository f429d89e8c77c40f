/** What completes an address that is being typed. */
import type { Address, Channel } from '#shared/contract/model.ts';
import { prepare } from '../store/statements.ts';
import type { Database } from '../store/transaction.ts';
import { kindOf } from './identities.ts';

export interface CompleteArgs {
  text: string;
  channel: Channel;
  limit: number;
}

interface Candidate {
  name: string;
  contactName: string;
  source: string;
  display: string;
  value: string;
  used: number;
  usedAt: number | null;
}

const MONTH = 30 * 24 * 3_600_000;
const AUTOMATIC = /^(?:no-?reply|do-?not-?reply|mailer-daemon|bounce|notifications?)\b/i;

/**
 * Addresses whose name or address has a word that starts with what was typed. Who I write to often and lately comes
 * first; who only writes to me last; addresses that nobody reads are left out. An address that is typed to its end comes
 * before all that go on from there.
 */
export function complete(db: Database, { text, channel, limit }: CompleteArgs): Address[] {
  const typed = fold(text.trim());
  if (typed === '') return [];
  const rows = prepare(
    db,
    `SELECT i.name, c.name AS contactName, c.name_source AS source, i.display, i.value, i.used, i.used_at AS usedAt
     FROM identity i JOIN contact c ON c.id = i.contact_id WHERE i.kind = ?`,
  ).iterate(kindOf(channel)) as IterableIterator<Candidate>;
  const now = Date.now();
  const found: { address: Address; score: number }[] = [];
  for (const row of rows) {
    const name = row.source === 'address' ? row.name : row.contactName;
    if (!startsWord(fold(`${name} ${row.value} ${row.display}`), typed)) continue;
    if (row.used === 0 && AUTOMATIC.test(row.display)) continue;
    const address = channel === 'mail' ? row.display : row.value.replace(/^[a-z0-9]+:/, '');
    const whole = fold(row.display) === typed || row.value === typed;
    found.push({ address: { name, address }, score: whole ? Infinity : score(row, now) });
  }
  return found
    .sort((a, b) => b.score - a.score || compare(a.address.address, b.address.address))
    .slice(0, limit)
    .map(({ address }) => address);
}

/** Use counts for half after every month without use. */
function score(row: Candidate, now: number): number {
  if (row.used === 0 || row.usedAt === null) return 0;
  return Math.log2(1 + row.used) * 2 ** -Math.max(0, (now - row.usedAt) / MONTH);
}

function startsWord(words: string, typed: string): boolean {
  for (let at = words.indexOf(typed); at >= 0; at = words.indexOf(typed, at + 1))
    if (at === 0 || !/[\p{L}\p{N}]/u.test(words[at - 1] ?? '')) return true;
  return false;
}

function fold(text: string): string {
  // Almost all are ASCII, and there are tens of thousands of them for every key pressed.
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
