import { strings } from '../../app/strings/index.ts';

/** The warnings of a mail in words, each once; a code may carry a detail after a colon. */
export function warningWords(codes: readonly string[]): string[] {
  const words = codes.map((code) => strings.warnings[code.split(':', 1)[0] ?? '']);
  return [...new Set(words.filter((word) => word !== undefined))];
}
