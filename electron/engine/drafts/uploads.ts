/** Files that come in parts: each goes into its content file as it comes, so that none is whole in memory. */
import { PassThrough } from 'node:stream';
import type { ContentFolder, StoredContent } from '#engine/store/content.ts';
import { LARGEST_FILE } from '#shared/contract/file-parts.ts';
import { DraftError } from './errors.ts';

export interface FilePart {
  /** Chosen by whoever sends the file, new for each. */
  upload: string;
  /** Bytes that came before. */
  offset: number;
  content: Uint8Array;
}

interface Upload {
  stream: PassThrough;
  stored: Promise<StoredContent>;
  received: number;
  timer: NodeJS.Timeout;
}

/** A window that sends no more is gone, or gave up. */
const PATIENCE_MS = 60_000;
/** Files on their way at once. */
const MOST = 20;

export class Uploads {
  readonly #content: ContentFolder;
  readonly #uploads = new Map<string, Upload>();

  constructor(content: ContentFolder) {
    this.#content = content;
  }

  /** Takes a part; resolves when there is room for the next. Rejects with DraftError `file-broken` or StoreError. */
  async add({ upload: id, offset, content }: FilePart): Promise<void> {
    const upload = this.#uploads.get(id) ?? (offset === 0 ? this.#begin(id) : null);
    this.#expect(id, upload, offset, content);
    if (!upload!.stream.write(content)) await Promise.race([drained(upload!.stream), upload!.stored]);
  }

  /** Takes the last part; resolves when the file is durable. Rejects as `add` does. */
  async end({ upload: id, offset, content }: FilePart): Promise<StoredContent> {
    const upload = this.#uploads.get(id) ?? null;
    this.#expect(id, upload, offset, content);
    clearTimeout(upload!.timer);
    this.#uploads.delete(id);
    upload!.stream.end(content);
    return upload!.stored;
  }

  #begin(id: string): Upload | null {
    if (this.#uploads.size >= MOST) return null;
    const stream = new PassThrough();
    // It is told by `stored`; given up before its file is open, it would end the program.
    stream.on('error', () => {});
    const timer = setTimeout(() => this.#abandon(id), PATIENCE_MS).unref();
    const upload = { stream, stored: this.#content.put(stream), received: 0, timer };
    upload.stored.catch(() => this.#abandon(id));
    this.#uploads.set(id, upload);
    return upload;
  }

  #expect(id: string, upload: Upload | null, offset: number, content: Uint8Array): void {
    if (upload?.received !== offset || offset + content.byteLength > LARGEST_FILE) {
      this.#abandon(id);
      throw new DraftError('file-broken');
    }
    upload.received += content.byteLength;
    upload.timer.refresh();
  }

  #abandon(id: string): void {
    const upload = this.#uploads.get(id);
    if (!upload) return;
    clearTimeout(upload.timer);
    this.#uploads.delete(id);
    upload.stream.destroy(new DraftError('file-broken'));
  }
}

const drained = (stream: PassThrough) => new Promise<void>((resolve) => stream.once('drain', resolve));
