/** The labels there are. */
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { LABEL_COLOURS, type Label, type LabelChange } from '#shared/contract/labels.ts';
import { LabelError } from './errors.ts';
import { describeKeyword, keywordFor, nameKey } from './keywords.ts';
import { finishRemoval } from './removal.ts';
import { beginScan } from './scan.ts';

/** Those of the user, and those other programs gave: a server may invent as many as it likes. */
const MOST_LABELS = 500;
const MOST_FOUND = 200;

/** All labels, by name. */
export function listLabels(db: Database): Label[] {
  const rows = prepare(db, 'SELECT id, name, colour FROM label WHERE removed = 0').all() as Label[];
  return rows.sort((a, b) => a.name.localeCompare(b.name));
}

/** Throws LabelError `label-gone`. */
export function getLabel(db: Database, id: string): Label {
  const label = prepare(db, 'SELECT id, name, colour FROM label WHERE id = ? AND removed = 0').get(id);
  if (!label) throw new LabelError('label-gone');
  return label as Label;
}

/** What a label is on servers, also a deleted one. Throws LabelError `label-gone` when there never was one. */
export function keywordOf(db: Database, id: string): string {
  const keyword = prepare(db, 'SELECT keyword FROM label WHERE id = ?').pluck().get(id);
  if (typeof keyword !== 'string') throw new LabelError('label-gone');
  return keyword;
}

/** Ids of the labels called so. */
export function labelsCalled(db: Database, name: string): string[] {
  return prepare(db, 'SELECT id FROM label WHERE name_key = ? AND removed = 0')
    .pluck()
    .all(nameKey(name)) as string[];
}

/**
 * Makes a label, or changes the one named; without a colour it gets one that few others have. One that was deleted
 * under the same name comes back. Throws LabelError.
 */
export function saveLabel(tx: Tx, { id, name, colour }: LabelChange): { id: string } {
  if (labelsCalled(tx.db, name).some((other) => other !== id)) throw new LabelError('label-exists');
  tx.changed.settings();
  if (id !== null) {
    const { changes } = prepare(
      tx.db,
      'UPDATE label SET name = ?, name_key = ?, colour = coalesce(?, colour) WHERE id = ? AND removed = 0',
    ).run(name, nameKey(name), colour, id);
    if (changes === 0) throw new LabelError('label-gone');
    return { id };
  }
  const before = prepare(tx.db, 'SELECT id FROM label WHERE name_key = ? AND removed = 1')
    .pluck()
    .get(nameKey(name));
  if (typeof before === 'string') {
    finishRemoval(tx, before);
    prepare(tx.db, 'UPDATE label SET removed = 0, name = ?, colour = coalesce(?, colour) WHERE id = ?').run(
      name,
      colour,
      before,
    );
    beginScan(tx);
    return { id: before };
  }
  if (countLabels(tx.db) >= MOST_LABELS) throw new LabelError('label-most');
  const isTaken = (keyword: string) => idOfKeyword(tx.db, keyword) !== undefined;
  beginScan(tx);
  return { id: insert(tx, { name, keyword: keywordFor(name, isTaken), colour }) };
}

/**
 * The label a keyword of a server stands for, made when there is none yet; `null` for one the user has deleted, and
 * when there are too many.
 */
export function labelOfKeyword(tx: Tx, keyword: string): string | null {
  const known = idOfKeyword(tx.db, keyword);
  if (known) return known.removed === 1 ? null : known.id;
  if (countLabels(tx.db) >= MOST_FOUND) return null;
  const { name, colour } = describeKeyword(keyword);
  tx.changed.settings();
  return insert(tx, { name: freeName(tx.db, name), keyword, colour });
}

/** Takes the deletion of a label back; its name may be another's by now. */
export function restoreLabel(tx: Tx, id: string): void {
  const name = prepare(tx.db, 'SELECT name FROM label WHERE id = ? AND removed = 1').pluck().get(id);
  if (typeof name !== 'string') return;
  const free = freeName(tx.db, name);
  prepare(tx.db, 'UPDATE label SET removed = 0, name = ?, name_key = ? WHERE id = ?').run(
    free,
    nameKey(free),
    id,
  );
  tx.changed.settings();
}

function freeName(db: Database, name: string): string {
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${name} ${n}`;
    if (labelsCalled(db, candidate).length === 0) return candidate;
  }
}

function idOfKeyword(db: Database, keyword: string): { id: string; removed: number } | undefined {
  return prepare(db, 'SELECT id, removed FROM label WHERE keyword = ?').get(keyword) as
    | { id: string; removed: number }
    | undefined;
}

function countLabels(db: Database): number {
  return prepare(db, 'SELECT count(*) FROM label').pluck().get() as number;
}

function insert(
  tx: Tx,
  { name, keyword, colour }: { name: string; keyword: string; colour: number | null },
): string {
  const id = tx.id();
  prepare(
    tx.db,
    'INSERT INTO label (id, name, name_key, keyword, colour, created_at) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(id, name, nameKey(name), keyword, colour ?? rarestColour(tx.db), tx.now());
  return id;
}

function rarestColour(db: Database): number {
  const used = prepare(db, 'SELECT colour FROM label WHERE removed = 0').pluck().all() as number[];
  const uses = Array.from(
    { length: LABEL_COLOURS },
    (_, colour) => used.filter((one) => one === colour).length,
  );
  return uses.indexOf(Math.min(...uses));
}
