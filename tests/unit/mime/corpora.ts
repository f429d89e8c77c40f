import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const besideProject = fileURLToPath(new URL('../../../../shared/corpora', import.meta.url));
const root = process.env.SKEIN_CORPORA ?? besideProject;

/** Folder of a third-party corpus, or null when the corpora are not on this machine. */
export function corpus(name: string): string | null {
  const path = join(root, name);
  return existsSync(path) ? path : null;
}

/** Every file below a folder whose path matches, in a stable order. */
export function filesOf(folder: string, pattern: RegExp): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) return filesOf(path, pattern);
      return pattern.test(path) ? [path] : [];
    });
}

export function bytesOf(path: string): Uint8Array {
  return readFileSync(path);
}
