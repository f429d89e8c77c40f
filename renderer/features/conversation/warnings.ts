import { strings } from '../../app/strings/index.ts';

/** The warnings of a mail in words, each once; a code may carry a detail after a colon. */
export function warningWords(codes: readonly string[]): string[] {
  // Parts that are not separated have no end either.
  const told = codes.filter((code) => code !== 'multipart-truncated' || !codes.includes('boundary-missing'));
  const words = told.map((code) => strings.warnings[code.split(':', 1)[0] ?? '']);
  return [...new Set(words.filter((word) => word !== undefined))];
}
