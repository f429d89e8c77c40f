import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { markFromOutside } from './origin-mark.ts';

/**
 * Plain copies of attachments, for as long as another program shows them: the only message content that is ever on
 * the disk unencrypted. Each in a folder of its own, readable by this user alone and not writable, so that nobody
 * believes changes to it are kept.
 */
export class OpenedCopies {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Writes one and resolves to its path. Rejects with the system's error. */
  async write(name: string, bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<string> {
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    // A folder that was there before, from whoever made it.
    chmodSync(this.#directory, 0o700);
    const path = join(mkdtempSync(join(this.#directory, 'file-')), name);
    await writeFile(path, bytes, { mode: 0o600, flag: 'wx' });
    await markFromOutside(path);
    await chmod(path, 0o400);
    return path;
  }

  /** Removes all of them; one that a program holds fast goes at the next start. */
  clear(): void {
    try {
      rmSync(this.#directory, { recursive: true, force: true, maxRetries: 2 });
    } catch (error) {
      console.error(`Copies of opened attachments are left: ${(error as NodeJS.ErrnoException).code}`);
    }
  }
}
