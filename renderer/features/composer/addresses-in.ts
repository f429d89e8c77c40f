import type { Address, Channel } from '#shared/contract/model.ts';
import { parseAddressList } from '#shared/text/addresses.ts';

/** What was typed or pasted, as addresses: a list for mail, one per separator for numbers. */
export function addressesIn(text: string, channel: Channel): Address[] {
  if (channel === 'sms') {
    return text
      .split(/[,;\n]/)
      .map((part) => part.trim())
      .filter(Boolean)
      .map((address) => ({ name: '', address }));
  }
  return parseAddressList(text)
    .map((entry) =>
      entry.ok
        ? { name: entry.mailbox.name ?? '', address: entry.mailbox.address }
        : { name: '', address: entry.source.trim() },
    )
    .filter((address) => address.address !== '');
}
