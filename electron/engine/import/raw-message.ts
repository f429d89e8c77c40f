/** A message as a file holds it, before anybody has looked into it. */
export interface RawMessage {
  /** Byte of the file where it begins, with the line that separates it from the one before. */
  offset: number;
  /** Byte of the file where the next one begins: where to go on from. */
  next: number;
  /** The source; of one too large to be held, only its beginning. */
  source: Buffer;
  /** Bytes of the whole source, and of the file it is read from: the source itself between these two. */
  size: number;
  range: { start: number; end: number };
  /** The source is all of it. */
  whole: boolean;
  /** When it was received, as its file says; milliseconds since the epoch, `null` when it does not. */
  received: number | null;
}

/** A source up to this many bytes is held in memory whole; of a larger one the beginning, and it is streamed. */
export const WHOLE_UP_TO = 32 * 1024 * 1024;
/** What is kept of a source while its end is looked for, and of one too large: header and text, in all likelihood. */
export const BEGINNING = 2 * 1024 * 1024;

/** From this many bytes on a source lies in memory that threads share: it is parsed in another one. */
const SHARED_FROM = 1024 * 1024;

/** Room for a source of `size` bytes. */
export function sourceBuffer(size: number): Buffer {
  return size < SHARED_FROM ? Buffer.allocUnsafeSlow(size) : Buffer.from(new SharedArrayBuffer(size));
}
