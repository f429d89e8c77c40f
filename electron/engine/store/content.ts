import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CHUNK_SIZE, HEADER, KEY_SIZE, openChunk, sealChunk, TAG_SIZE } from './content-format.ts';
import { StoreError, toStoreError } from './errors.ts';
import { syncDirectory } from './files.ts';
import { uuidv7 } from './ids.ts';
import { profilePaths } from './paths.ts';

/** What the `content` row of a file holds. Without its key the file is noise. */
export interface StoredContent {
  id: string;
  key: Uint8Array;
  /** Bytes of the content itself. */
  size: number;
  /** Of the content itself, in hexadecimal. */
  sha256: string;
}

/** What reading a file needs of its row. */
export type ContentKey = Pick<StoredContent, 'id' | 'key' | 'size'>;

const ID = /^[0-9a-f-]{36}$/;
/** Bytes of a piece, at least, unless the content ends. */
const PIECE = 4 * 1024 * 1024;

/** Large sources and attachments, each in a file of its own, encrypted with a key of its own. */
export class ContentFolder {
  readonly #directory: string;

  /** The folder of this profile; made when it is not there. */
  constructor(profile: string) {
    this.#directory = profilePaths(profile).content;
  }

  /**
   * Writes a file, durable when the promise resolves; the caller then writes the row. A file whose row never comes is
   * removed at the next start. Rejects with StoreError `store-full` or `store-io`, or with the stream's own error.
   */
  async put(data: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredContent> {
    const id = uuidv7();
    const key = randomBytes(KEY_SIZE);
    const path = this.#path(id);
    const temporary = `${path}.new`;
    try {
      mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
      const file = await open(temporary, 'wx', 0o600);
      let written: { size: number; sha256: string };
      try {
        written = await writeSealed(file, key, data instanceof Uint8Array ? [data] : data);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
      syncDirectory(this.#directory);
      return { id, key, ...written };
    } catch (error) {
      await rm(temporary, { force: true });
      throw toStoreError(error);
    }
  }

  /** The whole content. Rejects with StoreError `content-missing`, `content-damaged` or `store-io`. */
  async read(row: ContentKey): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.#chunks(row)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  /** Up to 4 MB of the content from a byte on; fails as `read` does. */
  async readPiece(row: ContentKey, from: number): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of this.#chunks(row, Math.floor(from / CHUNK_SIZE))) {
      const wanted = length === 0 ? chunk.subarray(from % CHUNK_SIZE) : chunk;
      chunks.push(Buffer.from(wanted));
      length += wanted.length;
      if (length >= PIECE) break;
    }
    return Buffer.concat(chunks);
  }

  /** The content as a stream of authenticated chunks; fails as `read` does. */
  open(row: ContentKey): Readable {
    return Readable.from(this.#chunks(row), { objectMode: false });
  }

  /** Unlinks one file that got no row. */
  async remove(id: string): Promise<void> {
    await this.unlinkOrphans([id]);
  }

  /** Unlinks files whose rows are gone, durably. Files that are not there are no error. */
  async unlinkOrphans(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    try {
      for (const id of ids) await rm(this.#path(id), { force: true });
      mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
      syncDirectory(this.#directory);
    } catch (error) {
      throw toStoreError(error);
    }
  }

  async *#chunks(row: ContentKey, first = 0): AsyncGenerator<Buffer> {
    const file = await this.#openFile(row.id);
    try {
      yield* readSealed(file, row, first);
    } finally {
      await file.close();
    }
  }

  async #openFile(id: string): Promise<FileHandle> {
    try {
      return await open(this.#path(id), 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        throw new StoreError('content-missing', 'A content file is missing.', { cause: error });
      }
      throw toStoreError(error);
    }
  }

  #path(id: string): string {
    if (!ID.test(id)) throw new StoreError('store-defect', 'This is not the id of a content file.');
    return join(this.#directory, id);
  }
}

async function writeSealed(
  file: FileHandle,
  key: Uint8Array,
  data: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<{ size: number; sha256: string }> {
  const digest = createHash('sha256');
  let size = 0;
  let number = 0;
  const pending = Buffer.allocUnsafeSlow(CHUNK_SIZE);
  let filled = 0;
  await file.writeFile(HEADER);
  for await (const bytes of data) {
    digest.update(bytes);
    size += bytes.length;
    for (let at = 0; at < bytes.length; ) {
      // A full chunk is kept back: which one is the last is known only at the end.
      if (filled === CHUNK_SIZE) {
        await file.writeFile(sealChunk(key, number++, false, pending));
        filled = 0;
      }
      const piece = bytes.subarray(at, at + CHUNK_SIZE - filled);
      pending.set(piece, filled);
      filled += piece.length;
      at += piece.length;
    }
  }
  await file.writeFile(sealChunk(key, number, true, pending.subarray(0, filled)));
  return { size, sha256: digest.digest('hex') };
}

async function* readSealed(file: FileHandle, row: ContentKey, first: number): AsyncGenerator<Buffer> {
  const chunks = Math.max(1, Math.ceil(row.size / CHUNK_SIZE));
  const { size } = await file.stat();
  const damaged = (cause?: unknown) =>
    new StoreError('content-damaged', 'A content file is damaged.', { cause });
  if (size !== HEADER.length + row.size + chunks * TAG_SIZE) throw damaged();
  const header = Buffer.alloc(HEADER.length);
  await file.read(header, 0, header.length, 0);
  if (!header.equals(HEADER)) throw damaged();
  let position = HEADER.length + first * (CHUNK_SIZE + TAG_SIZE);
  const space = Buffer.alloc(Math.min(CHUNK_SIZE, row.size) + TAG_SIZE);
  for (let number = first; number < chunks; number++) {
    const last = number === chunks - 1;
    const length = (last ? row.size - number * CHUNK_SIZE : CHUNK_SIZE) + TAG_SIZE;
    const sealed = space.subarray(0, length);
    const { bytesRead } = await file.read(sealed, 0, length, position);
    if (bytesRead !== length) throw damaged();
    position += length;
    let plain: Buffer;
    try {
      plain = openChunk(row.key, number, last, sealed);
    } catch (error) {
      throw damaged(error);
    }
    yield plain;
  }
}
