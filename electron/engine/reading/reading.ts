/** Messages as they are read: the sanitised document, the original source, attachments cut out of it. */
import { promisify } from 'node:util';
import { constants, inflate } from 'node:zlib';
import { type ByteSource, bytesAtHand } from '#engine/channels/mail/byte-source.ts';
import { readHeader } from '#engine/channels/mail/mime/header.ts';
import type { RenderedHtml } from '#engine/channels/mail/mime/html/frame-document.ts';
import type { QuotableHtml } from '#engine/channels/mail/mime/html/quotable.ts';
import type { MimeService } from '#engine/channels/mail/mime/pool.ts';
import type { ParsedMessage } from '#engine/channels/mail/mime/types.ts';
import type { ContentFolder } from '#engine/store/content.ts';
import type { StoreAccess } from '#engine/store/store-access.ts';
import type { Attached } from '#shared/contract/attached.ts';
import { TypedError } from '#shared/errors/typed-error.ts';
import { readAttached } from './attached.ts';
import { RecentDocuments } from './documents.ts';
import type {
  readingQueries,
  StoredAttachment,
  StoredFile,
  StoredHtml,
  StoredSource,
} from './stored-mail.ts';

const decompress = promisify(inflate);

/** After what a start needs, and before most people have found the letter they want. */
const PREPARE_AFTER_MS = 2000;

/** Fields in which servers say whom they delivered to; none of them is a standard, all are common. */
const DELIVERED_TO = new Set(['delivered-to', 'x-original-to', 'envelope-to', 'x-delivered-to']);

/** What is asked for is not here. */
export class ReadingError extends TypedError<'not-here'> {
  override readonly name = 'ReadingError';

  constructor(what: string) {
    super(
      'not-here',
      `${what} is not on this computer.`,
      'It was deleted, or it has not been fetched yet. Check for new messages and try again.',
    );
  }
}

export interface Bytes {
  filename: string;
  contentType: string;
  content: Uint8Array;
}

export class Reading {
  readonly #store: StoreAccess<Record<never, never>, typeof readingQueries>;
  readonly #content: ContentFolder;
  readonly #mime: MimeService;
  readonly #documents = new RecentDocuments();
  #preparing: NodeJS.Timeout | null = null;

  constructor(
    store: StoreAccess<Record<never, never>, typeof readingQueries>,
    content: ContentFolder,
    mime: MimeService,
  ) {
    this.#store = store;
    this.#content = content;
    this.#mime = mime;
  }

  /** Loads what shows HTML, which takes most of a second, before it is needed. Call when somebody sees a list. */
  prepare(): void {
    this.#preparing ??= setTimeout(
      () => void this.#mime.render('').catch(() => undefined),
      PREPARE_AFTER_MS,
    ).unref();
  }

  /** The document the reading frame shows. Rejects with ReadingError when the message has no HTML. */
  async html(messageId: string, remote: boolean): Promise<RenderedHtml> {
    const stored = await this.#store.read('reading.html', messageId);
    if (stored === null) throw new ReadingError('The formatted text of this message');
    const parts = await this.#store.read('reading.inlineParts', messageId);
    return this.#documents.of({ messageId, remote, stored, parts }, async () => {
      const html = await this.#authorHtml(stored);
      if (html === null) throw new ReadingError('The formatted text of this message');
      const url = (id: string) =>
        `skein-message://message/${encodeURIComponent(messageId)}/${encodeURIComponent(id)}`;
      const cid = new Map(parts.map((id) => [id, url(id)]));
      return this.#mime.render(html, { cid, remote: remote ? 'allow' : 'block' });
    });
  }

  /** The HTML as its author wrote it, never to be shown; `null` when there is none. */
  async authorHtml(messageId: string): Promise<string | null> {
    const stored = await this.#store.read('reading.html', messageId);
    return stored && this.#authorHtml(stored);
  }

  async #authorHtml(stored: NonNullable<StoredHtml>): Promise<string | null> {
    if ('deflated' in stored) return (await decompress(stored.deflated)).toString('utf8');
    return (await this.#mime.parse(await this.stored(stored.source))).html;
  }

  /** The message taken apart, with its files. Rejects with ReadingError. */
  async parsed(messageId: string): Promise<ParsedMessage> {
    return this.#mime.parse(await this.source(messageId));
  }

  /** The HTML of a message as an answer may quote it; `null` when it has none that can be. */
  async quotable(messageId: string): Promise<QuotableHtml | null> {
    const html = await this.authorHtml(messageId);
    if (html === null) return null;
    return this.#mime.quote(html, await this.#store.read('reading.inlineParts', messageId));
  }

  /** The addresses of mine that servers wrote into the header when they delivered a message. */
  async deliveredTo(messageId: string): Promise<string[]> {
    const stored = await this.#store.read('reading.beginning', messageId);
    if (!stored) return [];
    const { fields } = readHeader(await this.beginning(stored));
    return fields
      .filter(([name]) => DELIVERED_TO.has(name.toLowerCase()))
      .map(([, value]) => value.trim().replace(/^<|>$/g, ''))
      .slice(0, 10);
  }

  text(messageId: string): Promise<string> {
    return this.#store.read('reading.text', messageId);
  }

  /** The original source, byte for byte. Rejects with ReadingError. */
  async source(messageId: string): Promise<Uint8Array> {
    const stored = await this.#store.read('reading.source', messageId);
    if (!stored) throw new ReadingError('The source of this message');
    return this.stored(stored);
  }

  /** Reads a source where it is stored. */
  stored({ deflated, file }: StoredSource): Promise<Buffer> {
    return file ? this.#content.read(file) : decompress(deflated!);
  }

  /** A source where it is stored, to be read as it is needed. */
  async sourceOf(stored: StoredSource): Promise<ByteSource> {
    return stored.file ? this.#inFile(stored.file) : bytesAtHand(await this.stored(stored));
  }

  #inFile(file: StoredFile): ByteSource {
    return { size: file.size, open: () => this.#content.open(file) };
  }

  /** The first bytes of a source, of which not all needs to be given. */
  async beginning({ deflated, file }: StoredSource): Promise<Buffer> {
    if (!file) return decompress(deflated!, { finishFlush: constants.Z_SYNC_FLUSH });
    for await (const chunk of this.#content.open(file)) return chunk;
    return Buffer.alloc(0);
  }

  /** Rejects with ReadingError. */
  async attachment(id: string): Promise<Bytes> {
    return this.#bytes(await this.#store.read('reading.attachment', id));
  }

  /**
   * Some bytes of an attachment from `from` on, and where the next ones begin (`null`: nowhere); all at once of one that
   * is cut out of its message. Rejects with ReadingError.
   */
  async attachmentPiece(id: string, from: number): Promise<Bytes & { next: number | null }> {
    const stored = await this.#store.read('reading.attachment', id);
    if (!stored?.file) {
      const whole = await this.#bytes(stored);
      return { ...whole, content: whole.content.subarray(from), next: null };
    }
    const { filename, contentType, file } = stored;
    const content = await this.#content.readPiece(file, from);
    const end = from + content.length;
    return { filename, contentType, content, next: content.length > 0 && end < file.size ? end : null };
  }

  /** The bytes of an attachment, read when they are needed where it lies in a file of its own. Rejects with ReadingError. */
  async attachmentBytes(id: string): Promise<ByteSource> {
    const stored = await this.#store.read('reading.attachment', id);
    if (stored?.file) return this.#inFile(stored.file);
    return bytesAtHand((await this.#bytes(stored)).content);
  }

  /** What an attachment says that is a mail or a contact card itself. Rejects with ReadingError when it is gone. */
  async attached(id: string): Promise<Attached | null> {
    return readAttached(await this.attachment(id), this.#mime);
  }

  /** The part that a cid: URL in the message names. Rejects with ReadingError. */
  async inlinePart(messageId: string, contentId: string): Promise<Bytes> {
    return this.#bytes(await this.#store.read('reading.attachmentByContentId', { messageId, contentId }));
  }

  async #bytes(stored: StoredAttachment | null): Promise<Bytes> {
    if (!stored) throw new ReadingError('This attachment');
    const { filename, contentType, file, messageId, partIndex, section } = stored;
    if (file) return { filename, contentType, content: await this.#content.read(file) };
    if (!messageId || section !== null) throw new ReadingError('This attachment');
    const parsed = await this.#mime.parse(await this.source(messageId));
    const part = parsed.attachments.find((candidate) => candidate.partIndex === partIndex);
    if (!part) throw new ReadingError('This attachment');
    return { filename, contentType, content: part.content };
  }
}
