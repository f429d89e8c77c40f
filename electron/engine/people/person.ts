/** A contact as the window shows it: its addresses with where they are known from, its files, likely joins. */
import { standingOf } from '#engine/ingest/opt-outs.ts';
import type { Person } from '#shared/contract/people.ts';
import { prepare } from '../store/statements.ts';
import type { Database } from '../store/transaction.ts';
import { displayAddress } from './identities.ts';

const MAX_FILES = 30;

/** One contact, or null. */
export function personOf(db: Database, contactId: string): Person | null {
  const contact = prepare(db, 'SELECT name FROM contact WHERE id = ?').get(contactId) as
    | { name: string }
    | undefined;
  if (!contact) return null;
  return {
    contactId,
    name: contact.name,
    identities: identities(db, contactId),
    files: files(db, contactId),
    suggestions: suggestions(db, contactId),
  };
}

function identities(db: Database, contactId: string): Person['identities'] {
  const rows = prepare(
    db,
    'SELECT id, kind, value, display, evidence FROM identity WHERE contact_id = ? ORDER BY kind, used DESC, id',
  ).all(contactId) as {
    id: string;
    kind: 'mail' | 'phone';
    value: string;
    display: string;
    evidence: string;
  }[];
  return rows.map(({ id, kind, value, display, evidence }) => ({
    id,
    kind,
    value: displayAddress(kind, display),
    evidence,
    optedOut: kind === 'phone' && standingOf(db, value).state === 'opted-out',
  }));
}

function files(db: Database, contactId: string): Person['files'] {
  const rows = prepare(
    db,
    `SELECT f.id, f.filename, f.content_type AS contentType, f.size, m.date, m.id AS messageId
     FROM conversation c JOIN message m ON m.conversation_id = c.id JOIN attachment f ON f.message_row = m.row
     WHERE c.contact_id = ? AND m.has_attachments = 1 AND f.inline = 0 AND m.place IN ('inbox', 'archive', 'sent')
     ORDER BY m.row DESC, f.part_index LIMIT ${MAX_FILES}`,
  ).all(contactId) as Omit<Person['files'][number], 'inline'>[];
  return rows.map((file) => ({ ...file, inline: false }));
}

function suggestions(db: Database, contactId: string): Person['suggestions'] {
  return prepare(
    db,
    `SELECT s.id, i.display AS identity, s.evidence FROM suggestion s JOIN identity i ON i.id = s.identity_id
     WHERE s.contact_id = ? AND s.state = 'open' AND i.contact_id <> s.contact_id ORDER BY s.score DESC LIMIT 5`,
  ).all(contactId) as Person['suggestions'];
}
