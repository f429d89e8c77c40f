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

/**
 * Decodes base64 (RFC 2045 §6.8). Characters outside the alphabet are skipped; padding in the middle,
 * as from mailers that encode line by line, ends a unit and not the content.
 */
export function decodeBase64(raw: Uint8Array): Uint8Array {
  const text = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1');
  const padding = text.indexOf('=');
  const isAtTheEnd = padding < 0 || /^[=\s]*$/.test(text.slice(padding));
  if (isAtTheEnd) return unpooled(Buffer.from(text, 'base64'));
  return unpooled(Buffer.concat(text.split(/=+/).map((unit) => Buffer.from(unit, 'base64'))));
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
