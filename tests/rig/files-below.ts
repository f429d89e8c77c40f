import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Every file below a directory, with its bytes, one at a time. The directory may be in use: when a file goes or gets
 * another name meanwhile, all are read once more, because what it became may have been passed by.
 */
export function* filesBelow(directory: string): Generator<[path: string, bytes: Buffer]> {
  for (let whole = false; !whole; ) {
    try {
      for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const path = join(entry.parentPath, entry.name);
        yield [path, readFileSync(path)];
      }
      whole = true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || !existsSync(directory)) throw error;
    }
  }
}
