/** The file both database threads run. */
import { commands, queries } from './registry.ts';
import { serveDatabase } from './store/worker.ts';

serveDatabase({ commands, queries });
