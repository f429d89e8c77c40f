/** Texts to begin a message with, which the user wrote. */
import type { Template, TemplateChange } from '#shared/contract/templates.ts';
import { prepare } from '../statements.ts';
import type { Database, Tx } from '../transaction.ts';

export function listTemplates(db: Database): Template[] {
  return prepare(
    db,
    'SELECT id, name, html, text FROM template ORDER BY name COLLATE NOCASE, id',
  ).all() as Template[];
}

/** Adds one, or changes the one of this id. */
export function putTemplate(tx: Tx, change: TemplateChange): { id: string } {
  const id = change.id ?? tx.id();
  prepare(
    tx.db,
    `INSERT INTO template (id, name, html, text) VALUES (@id, @name, @html, @text)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, html = excluded.html, text = excluded.text`,
  ).run({ ...change, id });
  tx.changed.settings();
  return { id };
}

export function removeTemplate(tx: Tx, id: string): void {
  prepare(tx.db, 'DELETE FROM template WHERE id = ?').run(id);
  tx.changed.settings();
}
