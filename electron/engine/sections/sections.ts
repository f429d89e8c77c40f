/** The sections of the inbox as they are kept. */
import { recordAction } from '#engine/actions/journal.ts';
import type { Undone } from '#engine/actions/undo.ts';
import { getAccount } from '#engine/store/repositories/accounts.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { sectionScope } from '#engine/threads/scopes.ts';
import { REST } from '#shared/contract/section-rest.ts';
import {
  type Section,
  type SectionAbout,
  type SectionChange,
  type Sections,
  sectionAbout,
} from '#shared/contract/sections.ts';
import { SectionError } from './errors.ts';
import { beginSorting, isSorting } from './sorting.ts';

const MOST_SECTIONS = 12;

interface SectionRow {
  id: string;
  position: number;
  name: string;
  account_id: string | null;
  about: string;
}

/** All sections in their order with what stands in them; one that cannot be read is left out. */
export function listSections(db: Database): Sections {
  const sections = (
    prepare(db, 'SELECT * FROM inbox_section ORDER BY position, id').all() as SectionRow[]
  ).flatMap((row) => toSection(db, row) ?? []);
  const total = prepare(db, 'SELECT threads, unread_threads AS unread FROM thread_list WHERE scope = ?');
  const totals: Sections['totals'] = {};
  for (const id of [...sections.map((section) => section.id), REST])
    totals[id] = (total.get(sectionScope(id)) as Sections['totals'][string] | undefined) ?? {
      threads: 0,
      unread: 0,
    };
  return { sections, totals, sorting: isSorting(db) };
}

function toSection(db: Database, { id, name, about }: SectionRow): Section | null {
  const read = sectionAbout.safeParse(JSON.parse(about));
  if (!read.success) return null;
  return { id, name, about: read.data, problem: hasLabel(db, read.data) ? null : 'label-gone' };
}

function hasLabel(db: Database, about: SectionAbout): boolean {
  if (about.kind !== 'label') return true;
  return prepare(db, 'SELECT 1 FROM label WHERE id = ? AND removed = 0').get(about.labelId) !== undefined;
}

/** Makes a section, the last in order, or changes one; the inbox is sorted anew. Throws SectionError. */
export function saveSection(tx: Tx, { id, name, about }: SectionChange): { id: string } {
  if (!hasLabel(tx.db, about)) throw new SectionError('section-label');
  const accountId = about.kind === 'mail' ? about.accountId : null;
  if (accountId !== null && !getAccount(tx.db, accountId)) throw new SectionError('section-account');
  const values = { name, accountId, about: JSON.stringify(about) };
  tx.changed.settings();
  if (id !== null) {
    const before = prepare(tx.db, 'SELECT about FROM inbox_section WHERE id = ?').pluck().get(id);
    if (before === undefined) throw new SectionError('section-gone');
    prepare(
      tx.db,
      'UPDATE inbox_section SET name = @name, account_id = @accountId, about = @about WHERE id = @id',
    ).run({ ...values, id });
    if (before !== values.about) beginSorting(tx);
    return { id };
  }
  const { kept, last } = prepare(
    tx.db,
    'SELECT count(*) AS kept, coalesce(max(position), 0) AS last FROM inbox_section',
  ).get() as { kept: number; last: number };
  if (kept >= MOST_SECTIONS) throw new SectionError('section-most');
  const made = tx.id();
  prepare(
    tx.db,
    `INSERT INTO inbox_section (id, position, name, account_id, about)
     VALUES (@id, @position, @name, @accountId, @about)`,
  ).run({ ...values, id: made, position: last + 1 });
  beginSorting(tx);
  return { id: made };
}

/** Sections that are not named keep their place after those that are. */
export function orderSections(tx: Tx, { ids }: { ids: readonly string[] }): void {
  const rest = prepare(tx.db, 'SELECT id FROM inbox_section ORDER BY position, id').pluck().all() as string[];
  const place = prepare(tx.db, 'UPDATE inbox_section SET position = ? WHERE id = ?');
  [...new Set([...ids, ...rest])].forEach((id, at) => {
    place.run(at + 1, id);
  });
  beginSorting(tx);
  tx.changed.settings();
}

/** Deletes a section, which undo brings back; its threads stand in the others. Throws SectionError `section-gone`. */
export function removeSection(tx: Tx, { id }: { id: string }): { actionId: string; title: string } {
  const row = prepare(tx.db, 'DELETE FROM inbox_section WHERE id = ? RETURNING *').get(id) as
    | SectionRow
    | undefined;
  if (!row) throw new SectionError('section-gone');
  const title = 'Delete a section of the inbox';
  const undo = { kind: 'custom:section', row } as const;
  const actionId = recordAction(tx, { kind: 'local', accountId: null, title, payload: null, undo });
  beginSorting(tx);
  tx.changed.settings();
  return { actionId, title };
}

/** Gives a deleted section back, unless its account is gone meanwhile. */
export function undoRemoveSection(tx: Tx, data: Record<string, unknown>): Undone {
  const row = data.row as SectionRow;
  const lost = row.account_id !== null && !getAccount(tx.db, row.account_id);
  if (!lost) {
    prepare(
      tx.db,
      `INSERT OR IGNORE INTO inbox_section (id, position, name, account_id, about)
       VALUES (@id, @position, @name, @account_id, @about)`,
    ).run({ ...row });
    beginSorting(tx);
  }
  tx.changed.settings();
  return { undone: !lost, draftId: null };
}
