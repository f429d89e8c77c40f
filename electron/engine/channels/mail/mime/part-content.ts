import { createHash } from 'node:crypto';
import { base64Blocks, decodeBase64, decodeQuotedPrintable } from './transfer-encoding.ts';

export type TransferEncoding = 'base64' | 'quoted-printable' | 'none';

/** From this many bytes on, base64 is not held decoded for its size and digest alone. */
const LARGE = 256 * 1024;

/** The content of one part, decoded when somebody asks for it. */
export class PartContent {
  readonly #raw: Uint8Array;
  readonly #encoding: TransferEncoding;
  #bytes: Uint8Array | null = null;

  constructor(raw: Uint8Array, encoding: TransferEncoding = 'none') {
    this.#raw = raw;
    this.#encoding = encoding;
  }

  get bytes(): Uint8Array {
    this.#bytes ??= decode(this.#raw, this.#encoding);
    return this.#bytes;
  }

  /** Bytes of the content, and its SHA-256 in lower-case hex. */
  digest(): { size: number; sha256: string } {
    const inBlocks = this.#bytes === null && this.#encoding === 'base64' && this.#raw.length >= LARGE;
    const hash = createHash('sha256');
    let size = 0;
    for (const block of inBlocks ? base64Blocks(this.#raw) : [this.bytes]) {
      hash.update(block);
      size += block.length;
    }
    return { size, sha256: hash.digest('hex') };
  }
}

function decode(raw: Uint8Array, encoding: TransferEncoding): Uint8Array {
  if (encoding === 'quoted-printable') return decodeQuotedPrintable(raw);
  return encoding === 'base64' ? decodeBase64(raw) : raw;
}
