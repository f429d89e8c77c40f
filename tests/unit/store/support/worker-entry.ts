import { serveDatabase } from '#engine/store/worker.ts';
import { testCommands, testQueries } from './commands.ts';

void serveDatabase(async () => ({ commands: testCommands, queries: testQueries }));
