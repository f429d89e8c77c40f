import { privacyCommands, privacyQueries } from '#engine/privacy/registry.ts';
import { serveDatabase } from '#engine/store/worker.ts';
import { seedCommands, seedQueries } from './store-erasure-seed.ts';

serveDatabase({
  commands: { ...privacyCommands, ...seedCommands },
  queries: { ...privacyQueries, ...seedQueries },
});
