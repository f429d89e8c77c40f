/**
 * The query language. Whatever is typed is a query: what is not understood is said in `problems` and searched as
 * words; nothing of it ever reaches FTS5 as syntax.
 */

export type Field = 'any' | 'subject' | 'people' | 'text' | 'files';

/** Words that must follow each other; one word is a phrase of one. */
export interface Phrase {
  words: string[];
  field: Field;
  /** The last word may go on: it is still being typed. */
  prefix: boolean;
  negative: boolean;
}

export interface SenderTerm {
  role: 'from' | 'to';
  /** As typed; compared without case and marks. */
  text: string;
  negative: boolean;
}

export interface Flag {
  flag: 'unread' | 'read' | 'starred' | 'attachment' | 'mail' | 'sms' | 'muted' | 'pinned' | 'later';
  negative: boolean;
}

export interface Query {
  phrases: Phrase[];
  senders: SenderTerm[];
  flags: Flag[];
  /** Names of places or mailboxes; `anywhere` takes Trash and Junk in. */
  places: { name: string; negative: boolean }[];
  labels: { name: string; negative: boolean }[];
  /** Milliseconds since the epoch; a message is found when `after <= date < before`. */
  after: number | null;
  before: number | null;
  problems: string[];
}

const MAX_TERMS = 32;
const MAX_QUERY = 1000;
const MAX_WORDS = 16;

const TOKEN =
  /(-?)(?:(from|to|subject|has|before|after|in|is|file|label):)?(?:["“”]([^"“”]*)(["“”]?)|(\S+))/giu;

/** Reads a query. `now` (milliseconds since the epoch) and the local time zone decide "today". Never throws. */
export function parseQuery(input: string, now: number): Query {
  const query: Query = {
    phrases: [],
    senders: [],
    flags: [],
    places: [],
    labels: [],
    after: null,
    before: null,
    problems: [],
  };
  const text = input.slice(0, MAX_QUERY).normalize('NFC');
  let terms = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (++terms > MAX_TERMS) {
      query.problems.push(`Only the first ${MAX_TERMS} parts of the search are used.`);
      break;
    }
    const [whole, minus, operator, quoted, close, bare] = match;
    const token: Token = {
      negative: minus === '-',
      operator: operator?.toLowerCase() ?? null,
      value: quoted ?? bare ?? '',
      quoted: quoted !== undefined && close !== '',
      last: match.index + whole.length === text.length,
      whole,
    };
    addToken(query, token, now);
  }
  return query;
}

interface Token {
  negative: boolean;
  operator: string | null;
  value: string;
  quoted: boolean;
  /** Nothing follows, not even a space. */
  last: boolean;
  whole: string;
}

function addToken(query: Query, token: Token, now: number): void {
  const { operator, value, negative } = token;
  if (operator !== null && value.trim() === '') return;
  switch (operator) {
    case 'from':
    case 'to':
      query.senders.push({ role: operator, text: value, negative });
      return;
    case 'before':
    case 'after':
      addDate(query, token, now);
      return;
    case 'has':
    case 'is':
      addFlag(query, token);
      return;
    case 'label':
      query.labels.push({ name: value, negative });
      return;
    case 'in':
      if (`in:${value.toLowerCase()}` in FLAGS) addFlag(query, token);
      else query.places.push({ name: value, negative });
      return;
    default:
      addPhrase(query, token);
  }
}

const FIELD_OF: Record<string, Field> = { subject: 'subject', file: 'files' };

function addPhrase(query: Query, token: Token): void {
  const words = wordsOf(token.value).slice(0, MAX_WORDS);
  if (words.length === 0) return;
  const field = (token.operator && FIELD_OF[token.operator]) || 'any';
  query.phrases.push({ words, field, prefix: token.last && !token.quoted, negative: token.negative });
}

/** Words as FTS5's unicode61 tokenizer sees them: letters, digits and what combines with them. */
export function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}\p{Co}\p{M}]+/gu) ?? [];
}

const FLAGS: Record<string, Flag['flag']> = {
  'has:attachment': 'attachment',
  'has:attachments': 'attachment',
  'has:file': 'attachment',
  'is:unread': 'unread',
  'is:read': 'read',
  'is:starred': 'starred',
  'is:mail': 'mail',
  'is:email': 'mail',
  'is:text': 'sms',
  'is:sms': 'sms',
  'is:muted': 'muted',
  'is:pinned': 'pinned',
  'is:later': 'later',
  'is:snoozed': 'later',
  'in:later': 'later',
  'in:snoozed': 'later',
};

function addFlag(query: Query, { operator, value, negative, whole }: Token): void {
  const flag = FLAGS[`${operator}:${value.toLowerCase()}`];
  if (flag) query.flags.push({ flag, negative });
  else query.problems.push(`“${whole}” is not known. Try has:attachment, is:unread or is:starred.`);
}

const DAY = 24 * 3_600_000;

function addDate(query: Query, { operator, value, negative, whole }: Token, now: number): void {
  const start = readDate(value, now);
  if (start === null) {
    query.problems.push(`“${whole}” holds no date. Write it as 2026-05-03.`);
    return;
  }
  // "-before:x" means not before x.
  if ((operator === 'before') !== negative) query.before = Math.min(query.before ?? start.at, start.at);
  else query.after = Math.max(query.after ?? start.at, start.at);
}

/** A day, month, year or "7d", at its start in local time. */
function readDate(text: string, now: number): { at: number } | null {
  const value = text.trim().toLowerCase();
  const today = new Date(now).setHours(0, 0, 0, 0);
  if (value === 'today') return { at: today };
  if (value === 'yesterday') return { at: new Date(today - DAY / 2).setHours(0, 0, 0, 0) };
  const ago = /^(\d{1,4})([dwmy])$/.exec(value);
  if (ago) {
    const days = { d: 1, w: 7, m: 30, y: 365 }[ago[2] as 'd' | 'w' | 'm' | 'y'];
    return { at: today - Number(ago[1]) * days * DAY };
  }
  const date = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/.exec(value);
  if (!date) return null;
  const [year, month, day] = [Number(date[1]), Number(date[2] ?? 1), Number(date[3] ?? 1)];
  const at = new Date(year, month - 1, day);
  const exists = at.getFullYear() === year && at.getMonth() === month - 1 && at.getDate() === day;
  return exists && year >= 1970 ? { at: at.getTime() } : null;
}
