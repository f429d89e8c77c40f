/** Content-Transfer-Encoding taken off a part while it comes, whatever its size. */
import { decodeBase64, decodeQuotedPrintable } from './transfer-encoding.ts';

const [EQUALS, LF] = [0x3d, 0x0a];
/** Bytes without a line break after which a line of quoted-printable is decoded in pieces. */
const LONGEST_LINE = 64 * 1024;

/** A decoder that may keep some bytes back until it is given the next ones; `null`: there are none. */
type Decoder = (bytes: Buffer | null) => Uint8Array;

/** Yields the content of a part, of which the raw bytes come in pieces of any length. */
export async function* decodedStream(
  raw: AsyncIterable<Uint8Array>,
  encoding: string,
): AsyncGenerator<Uint8Array> {
  const decode = decoderOf(encoding.trim().toLowerCase());
  for await (const bytes of raw) yield decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  yield decode(null);
}

function decoderOf(encoding: string): Decoder {
  if (encoding === 'base64') return inPieces(endOfGroups, decodeBase64);
  if (encoding === 'quoted-printable') return inPieces(endOfLines, decodeQuotedPrintable);
  return (bytes) => bytes ?? Buffer.alloc(0);
}

function inPieces(endOf: (bytes: Buffer) => number, decode: (raw: Uint8Array) => Uint8Array): Decoder {
  let kept = Buffer.alloc(0);
  return (bytes) => {
    const all = bytes ? Buffer.concat([kept, bytes]) : kept;
    const end = bytes ? endOf(all) : all.length;
    kept = Buffer.from(all.subarray(end));
    return decode(all.subarray(0, end));
  };
}

const isBase64 = (byte: number) =>
  (byte >= 0x41 && byte <= 0x5a) ||
  (byte >= 0x61 && byte <= 0x7a) ||
  (byte >= 0x2f && byte <= 0x39) ||
  byte === 0x2b ||
  byte === 0x2d ||
  byte === 0x5f;

/** Behind the last whole group of four characters, or the padding that ends a unit. */
function endOfGroups(bytes: Buffer): number {
  let end = 0;
  let characters = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === EQUALS) characters = 0;
    else if (isBase64(byte)) characters++;
    if (characters % 4 === 0) end = at + 1;
  }
  return end;
}

/** Behind the last line break; within a line that does not end, before what may be half of an escape or blanks. */
function endOfLines(bytes: Buffer): number {
  const behind = bytes.lastIndexOf(LF) + 1;
  if (bytes.length - behind < LONGEST_LINE) return behind;
  const equals = bytes.lastIndexOf(EQUALS);
  let end = bytes.length - equals <= 3 ? equals : bytes.length;
  while (end > behind && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0x09 || bytes[end - 1] === 0x0d))
    end--;
  return end;
}
