export type AuthorityProblem = 'not-pem' | 'private-key' | 'too-long';

/** Longest PEM text the engine takes, in characters. */
const LONGEST = 100_000;

/**
 * Keeps the CERTIFICATE blocks of a PEM text (RFC 7468) and drops everything around them.
 * `problem` says why there is nothing to trust; a private key is refused, because nobody should hand one over.
 */
export function readAuthority(text: string): { pem: string | null; problem: AuthorityProblem | null } {
  if (text.trim() === '') return { pem: null, problem: null };
  if (/-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/.test(text)) return { pem: null, problem: 'private-key' };
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g);
  if (!blocks) return { pem: null, problem: 'not-pem' };
  const pem = `${blocks.join('\n')}\n`;
  return pem.length > LONGEST ? { pem: null, problem: 'too-long' } : { pem, problem: null };
}
