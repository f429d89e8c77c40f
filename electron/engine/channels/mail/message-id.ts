import { domainToAscii } from '#shared/text/address-validation.ts';

/** What stands behind the @ of Message-IDs made for this sender: its domain, in ASCII as a header has it. */
export function messageIdDomain(address: string): string {
  return domainToAscii(address.slice(address.lastIndexOf('@') + 1)) ?? 'skein.invalid';
}

/** A Message-ID without its angle brackets, the form in which the engine keeps them. */
export function bareMessageId(messageId: string): string {
  return messageId.trim().replace(/^<(.*)>$/s, '$1');
}
