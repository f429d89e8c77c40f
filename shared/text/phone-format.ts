/** Phone numbers for the screen. Formats need the smallest numbering plans only, which the window loads at its start. */
import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min';
import type { PhoneAddress } from './phone-address.ts';

/** For the screen: national where the calling code is the user's own, else international; others as they are. */
export function formatPhone(address: PhoneAddress, defaultCountry: string | null): string {
  if (address.kind !== 'e164') return address.value;
  const parsed = parsePhoneNumberFromString(address.value);
  if (!parsed) return address.value;
  const own = defaultCountry && isSupportedCountry(defaultCountry) ? defaultCountry : null;
  const sameCode = own !== null && getCountryCallingCode(own as CountryCode) === parsed.countryCallingCode;
  return sameCode ? parsed.formatNational() : parsed.formatInternational();
}
