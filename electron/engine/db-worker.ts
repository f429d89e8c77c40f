/** The file every thread of the store runs. */
import { serveDatabase } from './store/worker.ts';

void serveDatabase(() => import('./registry.ts'));
