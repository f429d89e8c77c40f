/** Phone numbers people sign with. */
import { parsePhone } from '#shared/text/phone.ts';

const MAX_SIGNATURE = 4000;
const MAX_NUMBERS = 8;
const NUMBER =
  /(?<![\p{L}\p{N}@/_#=-])(?:\+|\()?\d(?:[\d ().\u00a0\u2010-\u2013/-]{5,22})\d(?![\p{L}\p{N}@_])/gu;
/** Numbers read lately: people sign everything they write with the same ones. */
const MAX_READ = 1000;
const NOT_A_PHONE = /\b(?:fax|telefax|vat|ust|iban|bic|siren|siret|reg(?:istration)?|order|invoice|ref)\b/i;

/**
 * The numbers (E.164) in a signature block. Lines that are quoted or speak of a fax or of a register are left out.
 * `country` (ISO 3166-1 alpha-2) decides numbers without a country code; without it only those with `+` count.
 */
export function phonesInSignature(text: string, country: string | null): string[] {
  const found = new Set<string>();
  for (const line of text.slice(0, MAX_SIGNATURE).split(/\r?\n/)) {
    if (/^\s*[>|]/.test(line)) continue;
    for (const part of line.split(/[|;•·]/)) {
      if (NOT_A_PHONE.test(part)) continue;
      for (const [written] of part.matchAll(NUMBER)) {
        const number = certainNumber(written, country);
        if (number !== null) found.add(number);
        if (found.size >= MAX_NUMBERS) return [...found];
      }
    }
  }
  return [...found];
}

const read = new Map<string, string | null>();

function certainNumber(written: string, country: string | null): string | null {
  const key = `${country}${written}`;
  const known = read.get(key);
  if (known !== undefined) return known;
  const parsed = parsePhone(written, country);
  const certain = parsed.ok && (written.startsWith('+') || parsed.inNumberingPlan);
  const number = certain && parsed.address.kind === 'e164' ? parsed.address.value : null;
  if (read.size >= MAX_READ) read.clear();
  read.set(key, number);
  return number;
}
