import { parseCarrierAddress } from '#shared/text/phone-address.ts';
import { formatPhone } from '#shared/text/phone-format.ts';

/** An address for the screen: numbers with their groups, everything else as it is. */
export function displayAddress(address: string): string {
  if (address.includes('@')) return address;
  const phone = parseCarrierAddress(address);
  const text = phone ? formatPhone(phone, null) : address;
  // No-break spaces: a number is never split over two lines.
  return text.startsWith('+') ? text.replaceAll(' ', '\u00A0') : text;
}
