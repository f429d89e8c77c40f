/** Which section of the inbox a thread stands in. */
import { labelsOfThread } from '#engine/labels/message-labels.ts';
import { type Matcher, matcher } from '#engine/rules/match.ts';
import { subjectOf } from '#engine/rules/subjects.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { type ScopeEntry, scope, sectionScope } from '#engine/threads/scopes.ts';
import { REST } from '#shared/contract/section-rest.ts';
import { sectionAbout } from '#shared/contract/sections.ts';

/** Mails of a thread in the inbox that are looked at, the newest: it is done whenever the thread is touched. */
const LOOKED_AT = 10;

type Decider = { id: string } & ({ labelId: string } | { matches: Matcher });

const deciders = new WeakMap<Tx, Decider[]>();

/** The sections in their order; read once in a transaction. */
function decidersOf(tx: Tx): Decider[] {
  const known = deciders.get(tx);
  if (known) return known;
  const rows = prepare(tx.db, 'SELECT id, about FROM inbox_section ORDER BY position, id').all() as {
    id: string;
    about: string;
  }[];
  const read = rows.flatMap(({ id, about }): Decider[] => {
    const parsed = sectionAbout.safeParse(JSON.parse(about));
    if (!parsed.success) return [];
    const { data } = parsed;
    if (data.kind === 'label') return [{ id, labelId: data.labelId }];
    return [{ id, matches: matcher(data.accountId, data.conditions) }];
  });
  deciders.set(tx, read);
  return read;
}

/** The sections changed in this transaction. */
export function forgetDeciders(tx: Tx): void {
  deciders.delete(tx);
}

const CHANNELS = [null, 'mail', 'sms'] as const;

/** Puts the section of a thread that stands in the inbox among its list entries; nothing where there are no sections. */
export function addSection(tx: Tx, threadId: string, entries: Map<string, ScopeEntry>): void {
  const inbox = CHANNELS.map((channel) => {
    const key = scope({ view: 'inbox', channel, accountId: null, mailboxId: null });
    return { channel, entry: entries.get(key) };
  });
  if (inbox[0]?.entry === undefined) return;
  const sections = decidersOf(tx);
  if (sections.length === 0) return;
  const id = sectionOf(tx.db, threadId, sections);
  for (const { channel, entry } of inbox) if (entry) entries.set(sectionScope(id, channel), entry);
}

function sectionOf(db: Database, threadId: string, sections: readonly Decider[]): string {
  const labels = new Set(labelsOfThread(db, threadId));
  let mails: ReturnType<typeof inboxMails> | null = null;
  for (const section of sections) {
    if ('labelId' in section) {
      if (labels.has(section.labelId)) return section.id;
      continue;
    }
    mails ??= inboxMails(db, threadId);
    if (mails.some((mail) => section.matches(mail) === true)) return section.id;
  }
  return REST;
}

function inboxMails(db: Database, threadId: string) {
  const rows = prepare(
    db,
    `SELECT row FROM message INDEXED BY message_thread WHERE thread_id = ? AND place = 'inbox' AND channel = 'mail'
       AND from_me = 0 ORDER BY row DESC LIMIT ${LOOKED_AT}`,
  )
    .pluck()
    .all(threadId) as number[];
  return rows.map((row) => subjectOf(db, row)).filter((mail) => mail !== null);
}
