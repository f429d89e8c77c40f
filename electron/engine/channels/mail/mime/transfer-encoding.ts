const EQUALS = 0x3d;
const LF = 0x0a;
const CR = 0x0d;

/** Value of an ASCII hex digit, or -1. */
function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const upper = byte & 0xdf;
  return upper >= 0x41 && upper <= 0x46 ? upper - 0x37 : -1;
}

/** Characters of base64 that are made a string of at once: one of a large file would take as much memory as the file. */
const BLOCK = 64 * 1024;

/** 1 for each byte of the base64 alphabet, that of RFC 4648 §5 included, which Node reads as well. */
const IN_ALPHABET = new Uint8Array(256);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_')
  IN_ALPHABET[character.charCodeAt(0)] = 1;

/**
 * Decodes base64 (RFC 2045 §6.8). Characters outside the alphabet are skipped; padding in the middle,
 * as from mailers that encode line by line, ends a unit and not the content.
 */
export function decodeBase64(raw: Uint8Array): Uint8Array {
  const unit = onlyUnit(raw);
  if (!unit) return decodeUnits(raw);
  let characters = 0;
  for (const byte of unit) characters += IN_ALPHABET[byte]!;
  const decoded = Buffer.allocUnsafeSlow(Math.floor((characters * 3) / 4));
  let filled = 0;
  for (const block of blocksOf(unit)) filled += block.copy(decoded, filled);
  return decoded;
}

/** The content that `decodeBase64` gives, in blocks that are valid until the next one is asked for. */
export function* base64Blocks(raw: Uint8Array): Generator<Uint8Array> {
  const unit = onlyUnit(raw);
  if (unit) yield* blocksOf(unit);
  else yield decodeUnits(raw);
}

/** What stands before the padding, when nothing but that stands behind it. */
function onlyUnit(raw: Uint8Array): Buffer | null {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const padding = bytes.indexOf(EQUALS);
  const end = padding < 0 ? bytes.length : padding;
  for (let at = end; at < bytes.length; at++) if (!ENDS.has(bytes[at]!)) return null;
  return bytes.subarray(0, end);
}

/** Padding and white space. */
const ENDS = new Set(Buffer.from('= \t\n\v\f\r\xa0', 'latin1'));

function decodeUnits(raw: Uint8Array): Uint8Array {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const units = bytes.toString('latin1').split(/=+/);
  return unpooled(Buffer.concat(units.map((unit) => Buffer.from(unit, 'base64'))));
}

/** Base64 without padding, decoded block by block into the same memory. */
function* blocksOf(unit: Buffer): Generator<Buffer> {
  const block = Buffer.allocUnsafeSlow(Math.min(unit.length, BLOCK) + 4);
  let start = 0;
  let characters = 0;
  for (let at = 0; at < unit.length; at++) {
    characters += IN_ALPHABET[unit[at]!]!;
    // A block ends with a group of four characters.
    if (at + 1 < unit.length && (at - start < BLOCK || characters % 4 !== 0)) continue;
    const filled = block.write(unit.toString('latin1', start, at + 1), 'base64');
    yield block.subarray(0, filled);
    start = at + 1;
  }
}

/** Small Buffers share one pool; content that is handed to another thread must not. */
function unpooled(bytes: Buffer): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}

/**
 * Decodes quoted-printable (RFC 2045 §6.7): soft line breaks joined, blanks before a line break
 * removed; an "=" that starts no escape stays as it is.
 */
export function decodeQuotedPrintable(raw: Uint8Array): Uint8Array {
  const out = new Uint8Array(raw.length);
  let length = 0;
  /** Output up to here is not blank at its end, or is an encoded blank, which stays. */
  let solid = 0;
  for (let at = 0; at < raw.length; at++) {
    const byte = raw[at] as number;
    if (byte === EQUALS) {
      const high = hexValue(raw[at + 1]);
      const low = high < 0 ? -1 : hexValue(raw[at + 2]);
      if (low >= 0) {
        out[length++] = (high << 4) | low;
        solid = length;
        at += 2;
        continue;
      }
      let end = at + 1;
      while (raw[end] === 0x20 || raw[end] === 0x09) end++;
      if (raw[end] === CR && raw[end + 1] === LF) end++;
      if (raw[end] === LF || end >= raw.length) {
        at = end;
        solid = length;
        continue;
      }
    } else if (byte === LF) {
      const hasReturn = length > solid && out[length - 1] === CR;
      if (hasReturn) length--;
      while (length > solid && (out[length - 1] === 0x20 || out[length - 1] === 0x09)) length--;
      if (hasReturn) out[length++] = CR;
    }
    out[length++] = byte;
    if (byte !== 0x20 && byte !== 0x09 && byte !== CR) solid = length;
  }
  return out.slice(0, length);
}
