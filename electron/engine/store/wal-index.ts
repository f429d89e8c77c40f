import { closeSync, openSync, readSync } from 'node:fs';

/** Offsets in the WAL-index of the last valid frame and of the frames already copied into the database. */
const MAX_FRAME = 16;
const BACKFILLED = 96;

/**
 * How many pages of the log are not in the database yet, read from the WAL-index (the -shm file; sqlite.org, "WAL-mode
 * File Format", section 2). An estimate: the two numbers are not read in one step. 0 when there is no index.
 */
export class WalIndex {
  readonly #path: string;
  #file: number | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  get pendingFrames(): number {
    try {
      this.#file ??= openSync(this.#path, 'r');
      return Math.max(0, this.#read(this.#file, MAX_FRAME) - this.#read(this.#file, BACKFILLED));
    } catch {
      return 0;
    }
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  /** In the byte order of the machine, as SQLite writes it. */
  #read(file: number, offset: number): number {
    const word = new Uint32Array(1);
    readSync(file, word, 0, 4, offset);
    return word[0] ?? 0;
  }
}
