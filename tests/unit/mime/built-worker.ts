import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

export interface BuiltWorker {
  url: URL;
  remove(): Promise<void>;
}

const project = fileURLToPath(new URL('../../..', import.meta.url));

/** Builds the MIME worker the way the application does, inside the project so that it finds its packages. */
export async function buildMimeWorker(): Promise<BuiltWorker> {
  const outDir = await mkdtemp(join(project, 'node_modules', '.mime-worker-'));
  await build({
    root: project,
    configFile: false,
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: true,
      minify: false,
      ssr: join(project, 'electron/engine/mime-worker.ts'),
      rollupOptions: { output: { entryFileNames: 'mime-worker.js' } },
    },
  });
  return {
    url: pathToFileURL(join(outDir, 'mime-worker.js')),
    remove: () => rm(outDir, { recursive: true, force: true }),
  };
}
