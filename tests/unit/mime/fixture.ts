import { readFileSync } from 'node:fs';

/** Bytes of a message in tests/fixtures/mime. */
export function fixture(name: string): Uint8Array {
  return readFileSync(new URL(`../../fixtures/mime/${name}`, import.meta.url));
}

/** A message from lines, with CRLF line ends. */
export function mail(...lines: string[]): Uint8Array {
  return Buffer.from(lines.join('\r\n'), 'utf8');
}
