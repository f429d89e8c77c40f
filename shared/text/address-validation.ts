/** Whether an addr-spec can be written to (RFC 5321 §4.1.2, §4.5.3.1; RFC 6531; UTS #46 for domains). */

export type AddressErrorCode =
  | 'empty'
  | 'several'
  | 'no-at'
  | 'bad-local-part'
  | 'local-part-too-long'
  | 'bad-domain'
  | 'too-long'
  | 'unterminated-quote'
  | 'unterminated-comment'
  | 'unterminated-angle'
  | 'text-after-address'
  | 'list-too-long';

/** What is wrong, for the program (`code`) and for the user (`message`). */
export interface AddressError {
  code: AddressErrorCode;
  message: string;
}

const MESSAGES: Readonly<Record<AddressErrorCode, string>> = {
  empty: 'No address was given.',
  several: 'Give one address only.',
  'no-at': 'An address has the form name@example.org; the @ is missing.',
  'bad-local-part': 'The part before the @ is empty or has a character that is not allowed there.',
  'local-part-too-long': 'The part before the @ is longer than 64 bytes.',
  'bad-domain': 'The part after the @ is not a domain name.',
  'too-long': 'The address is longer than 254 bytes.',
  'unterminated-quote': 'A quotation mark is not closed.',
  'unterminated-comment': 'A parenthesis is not closed.',
  'unterminated-angle': 'The closing > is missing.',
  'text-after-address': 'There is text after the address; separate addresses with commas.',
  'list-too-long': 'The list is too long.',
};

/** Makes the error with its standard message. */
export function addressError(code: AddressErrorCode): AddressError {
  return { code, message: MESSAGES[code] };
}

const ATOM = "[\\p{L}\\p{M}\\p{N}\\p{S}!#$%&'*+\\-/=?^_`{|}~]";
const DOT_ATOM = new RegExp(`^${ATOM}+(?:\\.${ATOM}+)*$`, 'u');
const QUOTED = /^"(?:\\[\x20-\x7e]|[^"\\\p{Cc}])*"$/u;

/** Checks an addr-spec and lower-cases its domain; the local part is the receiver's business and kept. */
export function validateAddress(
  spec: string,
): { ok: true; address: string } | { ok: false; error: AddressError } {
  if (spec === '') return { ok: false, error: addressError('empty') };
  const at = spec.lastIndexOf('@');
  if (at < 0) return { ok: false, error: addressError('no-at') };
  const local = spec.slice(0, at).trim();
  const domain = spec.slice(at + 1).trim();
  if (!DOT_ATOM.test(local) && !QUOTED.test(local))
    return { ok: false, error: addressError('bad-local-part') };
  if (bytes(local) > 64) return { ok: false, error: addressError('local-part-too-long') };
  if (domainToAscii(domain) === null) return { ok: false, error: addressError('bad-domain') };
  const address = `${local}@${domain.toLowerCase().normalize('NFC')}`;
  // RFC 5321 §4.5.3.1.3: a path is 256 octets with its angle brackets.
  if (bytes(address) > 254) return { ok: false, error: addressError('too-long') };
  return { ok: true, address };
}

/** What most domains look like; nothing is left to check or to convert. */
const PLAIN_DOMAIN = /^(?=.{1,253}$)(?:(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;

/** Domain in the form DNS asks (A-labels, lower case), or null when it is none. Address literals stay. */
export function domainToAscii(domain: string): string | null {
  if (PLAIN_DOMAIN.test(domain)) return domain.toLowerCase();
  if (/^\[(?:\d{1,3}\.){3}\d{1,3}\]$/.test(domain) || /^\[IPv6:[0-9a-f:.]{2,45}\]$/i.test(domain))
    return domain.toLowerCase();
  if (domain === '' || domain.length > 255 || /[\s/\\?#@:%[\]<>^|"'`{}!$&()*+,;=~]|\p{Cc}/u.test(domain))
    return null;
  let host: string;
  try {
    host = new URL(`https://${domain}`).hostname;
  } catch {
    return null;
  }
  const labels = host.split('.');
  const wellFormed = labels.every((l) => /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/.test(l));
  // A URL parser turns "1.2" into an IPv4 address; a mail domain never is one without brackets.
  return wellFormed && host.length <= 253 && !/^\d+$/.test(labels.at(-1) ?? '') ? host : null;
}

/**
 * Key under which two spellings are the same mailbox: A-label domain, all lower case. RFC 5321 leaves the local
 * part's case to the receiver, but no provider in use tells them apart; dots and +tags are kept, they may.
 */
export function addressKey(address: string): string {
  const at = address.lastIndexOf('@');
  if (at < 0) return address.trim().toLowerCase();
  const domain = address.slice(at + 1).trim();
  return `${address.slice(0, at).trim().normalize('NFC').toLowerCase()}@${domainToAscii(domain) ?? domain.toLowerCase()}`;
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
