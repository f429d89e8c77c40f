/** From a parsed query to SQL and an FTS5 expression. */
import type { Field, Phrase, Query } from './query.ts';
import { wordsOf } from './query.ts';

export interface SearchPlan {
  /** FTS5 expression, or null when nothing but filters is asked for. */
  match: string | null;
  /** Excluded words of a query without any wanted ones. */
  exclude: string | null;
  /** SQL conditions on `message m`, each with its own parameters in order. */
  where: { sql: string; params: (string | number)[] }[];
  problems: string[];
}

const PLACES = new Set(['inbox', 'archive', 'sent', 'trash', 'junk']);
const EVERYWHERE = new Set(['anywhere', 'all', 'everywhere']);

/** What the store knows of the names in a query. */
export interface KnownNames {
  /** Ids of the mailboxes called so. */
  mailboxes(name: string): string[];
  /** Lists of the threads that have a label called so. */
  labelLists(name: string): string[];
  /** Numbers of the people called so: texts carry no names. */
  numbers(name: string): string[];
}

export function planSearch(query: Query, known: KnownNames): SearchPlan {
  const plan: SearchPlan = { match: null, exclude: null, where: [], problems: [...query.problems] };
  const wanted = query.phrases.filter((phrase) => !phrase.negative).map(expression);
  const unwanted = query.phrases.filter((phrase) => phrase.negative).map(expression);
  for (const { role, text, negative } of query.senders) {
    const words = wordsOf(text);
    if (words.length === 0) continue;
    // The index finds candidates by all people of a message; the row says in which role they are.
    if (!negative) wanted.push(inPeople([text, ...known.numbers(text)]));
    addSender(plan, role, text, negative);
  }
  const not = unwanted.length > 0 ? `(${unwanted.join(' OR ')})` : null;
  if (wanted.length > 0) plan.match = wanted.join(' AND ') + (not ? ` NOT ${not}` : '');
  else plan.exclude = not;
  addFlags(plan, query);
  addPlaces(plan, query, known.mailboxes);
  addLabels(plan, query, known.labelLists);
  if (query.after !== null) plan.where.push({ sql: 'm.row >= ?', params: [query.after * 2048] });
  if (query.before !== null) plan.where.push({ sql: 'm.row < ?', params: [query.before * 2048] });
  return plan;
}

const COLUMNS: Record<Field, string> = {
  any: '',
  subject: 'subject : ',
  people: 'people : ',
  text: 'text : ',
  files: 'files : ',
};

/** One FTS5 string per phrase: inside quotes nothing is syntax but the quote, and words hold none. */
function expression({ words, field, prefix }: Phrase): string {
  return `(${COLUMNS[field]}"${words.join(' ')}"${prefix ? '*' : ''})`;
}

function inPeople(texts: readonly string[]): string {
  const any = texts.map(wordsOf).filter((words) => words.length > 0);
  return `(${any.map((words) => expression({ words, field: 'people', prefix: true, negative: false })).join(' OR ')})`;
}

function addSender(plan: SearchPlan, role: 'from' | 'to', text: string, negative: boolean): void {
  const roles = role === 'from' ? "('from', 'sender')" : "('to', 'cc', 'bcc')";
  plan.where.push({
    sql: `${negative ? 'NOT ' : ''}EXISTS (SELECT 1 FROM message_address a
      LEFT JOIN identity i ON i.id = a.identity_id LEFT JOIN contact c ON c.id = i.contact_id
      WHERE a.message_row = m.row AND a.role IN ${roles}
        AND skein_names(?, a.name, a.address, coalesce(c.name, '')))`,
    params: [text],
  });
}

const FLAG_SQL = {
  unread: 'm.unread = 1',
  read: 'm.unread = 0',
  starred: 'm.starred = 1',
  attachment: 'm.has_attachments = 1',
  mail: "m.channel = 'mail'",
  sms: "m.channel = 'sms'",
  muted: 'm.thread_id IN (SELECT thread_id FROM thread_choice WHERE muted = 1)',
  pinned: 'm.thread_id IN (SELECT thread_id FROM thread_choice WHERE pinned = 1)',
  later: 'm.thread_id IN (SELECT thread_id FROM thread_choice WHERE later_at IS NOT NULL)',
} as const;

function addFlags(plan: SearchPlan, query: Query): void {
  for (const { flag, negative } of query.flags)
    plan.where.push({ sql: negative ? `NOT (${FLAG_SQL[flag]})` : FLAG_SQL[flag], params: [] });
}

function addPlaces(plan: SearchPlan, query: Query, mailboxes: (name: string) => string[]): void {
  let everywhere = false;
  for (const { name, negative } of query.places) {
    const key = name.trim().toLowerCase();
    if (EVERYWHERE.has(key)) {
      everywhere = true;
      continue;
    }
    const not = negative ? 'NOT ' : '';
    const ids = mailboxes(key);
    if (PLACES.has(key)) {
      plan.where.push({ sql: `${not}(m.place = ?)`, params: [key] });
      everywhere ||= !negative;
    } else if (ids.length > 0) {
      plan.where.push({
        sql: `${not}EXISTS (SELECT 1 FROM mail_location l
          WHERE l.message_row = m.row AND l.mailbox_id IN (SELECT value FROM json_each(?)))`,
        params: [JSON.stringify(ids)],
      });
    } else plan.problems.push(`There is no place or mailbox called “${name}”.`);
  }
  // `gone`: lies nowhere on its server any more and is about to be deleted here.
  const hidden = everywhere ? "('drafts', 'gone')" : "('drafts', 'gone', 'trash', 'junk')";
  plan.where.push({ sql: `m.place NOT IN ${hidden}`, params: [] });
}

function addLabels(plan: SearchPlan, query: Query, lists: KnownNames['labelLists']): void {
  for (const { name, negative } of query.labels) {
    const scopes = lists(name.trim());
    if (scopes.length === 0) plan.problems.push(`There is no label called “${name}”.`);
    if (scopes.length === 0 && negative) continue;
    plan.where.push({
      sql: `m.thread_id ${negative ? 'NOT ' : ''}IN (SELECT thread_id FROM thread_entry
        WHERE scope IN (SELECT value FROM json_each(?)))`,
      params: [JSON.stringify(scopes)],
    });
  }
}
