/** Sections of the inbox that name a person who is erased. */
import { namesAddress } from '#engine/rules/forget.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { listSections } from './sections.ts';
import { beginSorting } from './sorting.ts';

/** Ids of the sections that ask for one of these addresses, which are normalised. */
export function sectionsAbout(db: Database, addresses: ReadonlySet<string>): string[] {
  return listSections(db)
    .sections.filter(({ about }) => about.kind === 'mail' && namesAddress(about.conditions, addresses))
    .map(({ id }) => id);
}

/** Deletes those sections, and what would bring back one that was deleted before. */
export function forgetSectionsAbout(tx: Tx, addresses: ReadonlySet<string>): void {
  for (const id of sectionsAbout(tx.db, addresses)) {
    prepare(tx.db, 'DELETE FROM inbox_section WHERE id = ?').run(id);
    beginSorting(tx);
    tx.changed.settings();
  }
  const removals = prepare(
    tx.db,
    `DELETE FROM action WHERE json_extract(undo, '$.kind') = 'custom:section' AND instr(lower(undo), ?) > 0`,
  );
  for (const address of addresses) removals.run(address);
}
