import { importBatch } from './ingest.ts';
import { beginImport, endImport, latestImport } from './job.ts';

/** Commands and queries of this area, by the name the store is asked with. */
export const importCommands = {
  'import.begin': beginImport,
  'import.batch': importBatch,
  'import.end': endImport,
};

export const importQueries = { 'import.latest': latestImport };
