import { decodeWords } from './encoded-words.ts';
import { LIMITS } from './limits.ts';
import { withoutBidiControls, withoutControls } from './plain-characters.ts';

/**
 * Makes a sender's file name (RFC 2183 §2.3) safe to show and to save: encoded words decoded, no path,
 * no controls, no bidi overrides that hide the extension, bounded length. Null when nothing is left.
 */
export function safeFilename(raw: string | undefined): string | null {
  if (raw === undefined) return null;
  const plain = withoutBidiControls(withoutControls(decodeWords(raw.slice(0, 8192))));
  const base = plain.split(/[/\\]/).at(-1)?.trim() ?? '';
  if (base === '' || base === '.' || base === '..') return null;
  if (base.length <= LIMITS.filename) return base;
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(base)?.[0] ?? '';
  return base.slice(0, LIMITS.filename - extension.length) + extension;
}
