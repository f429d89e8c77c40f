/** Phone numbers as people write them and carriers send them: E.164, short codes, alphanumeric senders. */
import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';

export type E164 = `+${string}`;

export type PhoneAddress =
  | { kind: 'e164'; value: E164 }
  /** 3 to 8 digits, only meaningful inside one country. */
  | { kind: 'shortcode'; value: string }
  /** Alphanumeric sender (3GPP TS 23.040 §9.1.2.5): up to 11 characters, cannot be answered. */
  | { kind: 'alpha'; value: string };

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

// Mexico dropped the 1 before mobile numbers in 2019; carriers and old contacts still carry it.
function withoutOldMexicanMobile(text: string): string {
  return text.replace(/^\+\s*52[\s\-.]*1[\s\-.]*(?=(?:\(?\d\)?[\s\-.]*){10}$)/, '+52');
}

/**
 * Reads an address as a carrier reports it: E.164 (kept even when unknown to numbering plans), short code, or
 * alphanumeric sender. Returns null for anything else, for instance an empty string or control characters.
 */
export function parseCarrierAddress(raw: string): PhoneAddress | null {
  const text = raw.normalize('NFKC').trim();
  if (/^\+\d{7,15}$/.test(text)) return { kind: 'e164', value: withoutOldMexicanMobile(text) as E164 };
  if (/^\d{3,8}$/.test(text)) return { kind: 'shortcode', value: text };
  if (/^[\p{L}\p{N} !"#$%&'()*+,\-./:;<=>?@_]{1,11}$/u.test(text) && /\p{L}/u.test(text))
    return { kind: 'alpha', value: text };
  return null;
}

/** Equality key of an address; alphanumeric senders are compared without case. */
export function phoneKey(address: PhoneAddress): string {
  return `${address.kind}:${address.kind === 'alpha' ? address.value.toLowerCase() : address.value}`;
}

/** For the screen: national where the calling code is the user's own, else international; others as they are. */
export function formatPhone(address: PhoneAddress, defaultCountry: string | null): string {
  if (address.kind !== 'e164') return address.value;
  const parsed = parsePhoneNumberFromString(address.value);
  if (!parsed) return address.value;
  const own = defaultCountry && isSupportedCountry(defaultCountry) ? defaultCountry : null;
  const sameCode = own !== null && getCountryCallingCode(own as CountryCode) === parsed.countryCallingCode;
  return sameCode ? parsed.formatNational() : parsed.formatInternational();
}

/** Whether a text can be answered: alphanumeric senders cannot. */
export function canReplyTo(address: PhoneAddress): boolean {
  return address.kind !== 'alpha';
}

function failure(code: PhoneErrorCode, message: string): PhoneResult {
  return { ok: false, code, message };
}
