import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ExportError } from './errors.ts';

/** Files kept open at once. */
const MAX_OPEN = 64;

/**
 * Writes files below a directory, readable by their owner alone: an export is not encrypted. Never writes to a file
 * that was there before. All methods reject with ExportError.
 */
export class ExportWriter {
  files = 0;
  bytes = 0;
  readonly #root: string;
  readonly #open = new Map<string, FileHandle>();
  readonly #started = new Set<string>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Makes the directory even when nothing follows. */
  begin(): Promise<void> {
    return this.#guard(this.#root, async () => {
      await mkdir(this.#root, { recursive: true, mode: 0o700 });
    });
  }

  /** Adds to a file of this export. `path` is relative, its parts made by `fileName`. */
  append(path: string, content: Uint8Array): Promise<void> {
    return this.#guard(path, async () => {
      const file = this.#open.get(path) ?? (await this.#openFile(path));
      await file.writeFile(content);
      this.bytes += content.byteLength;
    });
  }

  /** Writes a whole file. */
  async put(path: string, content: Uint8Array): Promise<void> {
    await this.append(path, content);
    await this.#closeFile(path);
  }

  async close(): Promise<void> {
    for (const path of [...this.#open.keys()]) await this.#closeFile(path);
  }

  async #openFile(path: string): Promise<FileHandle> {
    const [oldest] = this.#open.keys();
    if (oldest !== undefined && this.#open.size >= MAX_OPEN) await this.#closeFile(oldest);
    const whole = join(this.#root, path);
    const again = this.#started.has(path);
    if (!again) await mkdir(dirname(whole), { recursive: true, mode: 0o700 });
    const file = await open(whole, again ? 'a' : 'wx', 0o600);
    this.#open.set(path, file);
    if (!again) this.files++;
    this.#started.add(path);
    return file;
  }

  async #closeFile(path: string): Promise<void> {
    const file = this.#open.get(path);
    this.#open.delete(path);
    await file?.close();
  }

  async #guard(path: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
      throw new ExportError(exists ? 'export-exists' : 'export-unwritable', join(this.#root, path), error);
    }
  }
}
