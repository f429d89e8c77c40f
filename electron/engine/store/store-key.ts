import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { KeyError } from './key-errors.ts';

const LENGTH = 32;

/** The raw 256-bit key of a store. Never put into an error, a log or a file as it is. */
export class StoreKey {
  readonly #bytes: Buffer;

  private constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** A new random key. */
  static random(): StoreKey {
    return new StoreKey(randomBytes(LENGTH));
  }

  /** Takes a copy of 32 bytes. Throws KeyError `key-malformed` for any other length. */
  static fromBytes(bytes: Uint8Array): StoreKey {
    if (bytes.length !== LENGTH) throw new KeyError('key-malformed', 'A key of a store has 32 bytes.');
    return new StoreKey(Buffer.from(bytes));
  }

  /** Reads what `toHex` wrote; blanks and case do not matter. Throws KeyError `key-malformed`. */
  static fromHex(text: string): StoreKey {
    const hex = text.replace(/\s+/g, '').toLowerCase();
    if (!/^[0-9a-f]{64}$/.test(hex)) {
      throw new KeyError('key-malformed', 'An exported key is 64 hexadecimal digits.');
    }
    return new StoreKey(Buffer.from(hex, 'hex'));
  }

  /** A copy of the key; the caller wipes it. */
  toBytes(): Buffer {
    return Buffer.from(this.#bytes);
  }

  /** 64 hexadecimal digits: what any SQLCipher 4 tool takes as `x'…'`. */
  toHex(): string {
    return this.#bytes.toString('hex');
  }

  /** Tells keys apart without telling anything about them (SHA-256 of a random 256-bit value, shortened). */
  fingerprint(): string {
    return createHash('sha256').update('skein store key\0').update(this.#bytes).digest('hex').slice(0, 16);
  }

  equals(other: StoreKey): boolean {
    return timingSafeEqual(this.#bytes, other.#bytes);
  }

  /** Overwrites the key in memory; the object is of no use afterwards. */
  wipe(): void {
    this.#bytes.fill(0);
  }
}
