import { serveDatabase } from '#engine/store/worker.ts';
import { testCommands, testQueries } from './commands.ts';

serveDatabase({ commands: testCommands, queries: testQueries });
