/** Phone numbers as people write them, read with the whole numbering plans of the world. */
import {
  type CountryCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { type E164, type PhoneAddress, withoutOldMexicanMobile } from './phone-address.ts';

export type PhoneErrorCode = 'empty' | 'not-a-number' | 'too-short' | 'too-long' | 'country-needed';

export type PhoneResult =
  | {
      ok: true;
      address: Exclude<PhoneAddress, { kind: 'alpha' }>;
      /** False when the length is right but no numbering plan knows the number: worth a question, not a refusal. */
      inNumberingPlan: boolean;
      /** ISO 3166-1 alpha-2, where the number tells. */
      country: string | null;
      /** Extension as written; texts cannot be sent to one. */
      extension: string | null;
    }
  | { ok: false; code: PhoneErrorCode; message: string };

const MAX_INPUT = 64;

/**
 * Reads what a person typed or a contact holds. `defaultCountry` (ISO 3166-1 alpha-2) decides numbers without
 * a country code. Short codes stay short codes; never throws.
 */
export function parsePhone(input: string, defaultCountry: string | null): PhoneResult {
  const text = input
    .normalize('NFKC')
    .replace(/^tel:/i, '')
    .replace(/\p{Cf}/gu, '')
    .trim();
  if (text === '') return failure('empty', 'No number was given.');
  if (text.length > MAX_INPUT) return failure('too-long', 'This is longer than any phone number.');
  if (!/\d/.test(text) || /[^\d\s()+\-–./,;#*a-z=:]/iu.test(text)) {
    return failure(
      'not-a-number',
      'This is not a phone number. Use digits, with + and the country code for other countries.',
    );
  }
  const country =
    defaultCountry && isSupportedCountry(defaultCountry) ? (defaultCountry as CountryCode) : undefined;
  const parsed = parsePhoneNumberFromString(withoutOldMexicanMobile(text), {
    defaultCountry: country,
    extract: false,
  });
  const digits = text.replace(/[\s().-]/g, '');
  if (/^\d{3,8}$/.test(digits) && !isSubscriber(parsed, digits)) {
    return {
      ok: true,
      address: { kind: 'shortcode', value: digits },
      inNumberingPlan: true,
      country: country ?? null,
      extension: null,
    };
  }
  if (parsed?.isPossible()) {
    return {
      ok: true,
      address: { kind: 'e164', value: parsed.number as E164 },
      inNumberingPlan: parsed.isValid(),
      country: parsed.country ?? null,
      extension: parsed.ext ?? null,
    };
  }
  if (/[a-z]/i.test(text))
    return failure('not-a-number', 'This is not a phone number; letters cannot be dialled.');
  if (!parsed && !country && !text.startsWith('+')) {
    return failure('country-needed', 'Add + and the country code, or choose a default country.');
  }
  const tooLong = digits.replace(/\D/g, '').length > 10;
  return tooLong
    ? failure('too-long', 'This number has too many digits for its country.')
    : failure('too-short', 'This number has too few digits for its country.');
}

// A number this short is a short code unless the country really has subscribers of that length.
function isSubscriber(parsed: PhoneNumber | undefined, digits: string): boolean {
  if (!parsed?.isValid()) return false;
  if (digits.length > 6) return true;
  const type = parsed.getType();
  return type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE';
}

function failure(code: PhoneErrorCode, message: string): PhoneResult {
  return { ok: false, code, message };
}
