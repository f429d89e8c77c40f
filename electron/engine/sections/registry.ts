/** The commands and queries of the split inbox by the names the rest of the engine calls them. */
import type { Database } from '#engine/store/transaction.ts';
import { listSections, orderSections, removeSection, saveSection } from './sections.ts';
import { isSorting, sortStep } from './sorting.ts';

export const sectionCommands = {
  'section.save': saveSection,
  'section.order': orderSections,
  'section.remove': removeSection,
  'section.sortStep': sortStep,
};

export const sectionQueries = {
  'section.list': (db: Database, _: null) => listSections(db),
  'section.isSorting': (db: Database, _: null) => isSorting(db),
};
