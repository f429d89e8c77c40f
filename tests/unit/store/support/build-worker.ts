import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const project = fileURLToPath(new URL('../../../../', import.meta.url));

/**
 * Compiles a TypeScript entry with Vite, as the engine is built, into a directory below the project's .cache, where
 * node_modules is found from. Returns the file's URL. Throws when it does not compile.
 */
export async function buildEntry(entry: URL): Promise<URL> {
  const outDir = mkdtempSync(join(project, '.cache', 'store-test-'));
  await build({
    configFile: false,
    root: project,
    logLevel: 'error',
    build: {
      ssr: fileURLToPath(entry),
      outDir,
      emptyOutDir: true,
      target: 'node20.18',
      minify: false,
      rolldownOptions: { output: { format: 'es', entryFileNames: 'entry.js' } },
    },
  });
  return pathToFileURL(join(outDir, 'entry.js'));
}

/** A fresh empty directory for one test. */
export function temporaryDirectory(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'skein-store-')));
}
