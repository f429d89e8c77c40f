import { getDomain } from 'tldts';
import { domainToAscii } from '#shared/text/address-validation.ts';

/** Private suffixes count, so that two customers of one hosting company are two organisations (RFC 7489 section 3.2). */
const OPTIONS = { allowPrivateDomains: true, extractHostname: false, validateHostname: false };

/** The organisational domain of a host name in A-labels: what was registered below a public suffix. */
export function organisationOf(host: string): string {
  const ascii = domainToAscii(host.trim().replace(/\.$/, '')) ?? '';
  return getDomain(ascii, OPTIONS) ?? ascii;
}

/** The domain of an addr-spec in A-labels, lower case; empty when there is none. */
export function domainOf(address: string): string {
  return domainToAscii(address.slice(address.lastIndexOf('@') + 1).replace(/[<>\s]|\.$/g, '')) ?? '';
}
