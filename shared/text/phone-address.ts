/** Addresses of texts as carriers send them: E.164, short codes, alphanumeric senders. Knows no numbering plan. */

export type E164 = `+${string}`;

export type PhoneAddress =
  | { kind: 'e164'; value: E164 }
  /** 3 to 8 digits, only meaningful inside one country. */
  | { kind: 'shortcode'; value: string }
  /** Alphanumeric sender (3GPP TS 23.040 §9.1.2.5): up to 11 characters, cannot be answered. */
  | { kind: 'alpha'; value: string };

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

// Mexico dropped the 1 before mobile numbers in 2019; carriers and old contacts still carry it.
export function withoutOldMexicanMobile(text: string): string {
  return text.replace(/^\+\s*52[\s\-.]*1[\s\-.]*(?=(?:\(?\d\)?[\s\-.]*){10}$)/, '+52');
}
