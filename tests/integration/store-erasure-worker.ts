import { ingestCommands, ingestQueries } from '#engine/ingest/registry.ts';
import { privacyCommands, privacyQueries } from '#engine/privacy/registry.ts';
import { serveDatabase } from '#engine/store/worker.ts';
import { seedCommands, seedQueries } from './store-erasure-seed.ts';

void serveDatabase(async () => ({
  commands: { ...ingestCommands, ...privacyCommands, ...seedCommands },
  queries: { ...ingestQueries, ...privacyQueries, ...seedQueries },
}));
