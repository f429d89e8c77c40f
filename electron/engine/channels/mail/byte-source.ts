import { Readable } from 'node:stream';

/** Bytes that are read when they are needed, so that a large message is never whole in memory. */
export interface ByteSource {
  size: number;
  /** Begins anew at each call, with the same bytes. */
  open(): Readable;
}

/** Bytes that are at hand. */
export function bytesAtHand(bytes: Uint8Array): ByteSource {
  return { size: bytes.byteLength, open: () => Readable.from([bytes], { objectMode: false }) };
}
