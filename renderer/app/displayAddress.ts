import { formatPhone, parseCarrierAddress } from '#shared/text/phone.ts';

/** An address for the screen: numbers with their groups, everything else as it is. */
export function displayAddress(address: string): string {
  if (address.includes('@')) return address;
  const phone = parseCarrierAddress(address);
  // No-break spaces: a number is never split over two lines.
  return phone ? formatPhone(phone, null).replaceAll(' ', '\u00A0') : address;
}
