import type { Address, Channel } from '#shared/contract/model.ts';
import { addressKey } from '#shared/text/address-validation.ts';
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

/** Whether a quoted name or a comment was begun and not ended: a comma belongs to it. */
export function isOpen(text: string, channel: Channel): boolean {
  if (channel === 'sms') return false;
  const last = parseAddressList(text).at(-1);
  return last !== undefined && !last.ok && /^unterminated-(?:quote|comment)$/.test(last.error.code);
}

/** Those that are new among `more`, each once. */
export function withoutRepeats(known: readonly Address[], more: readonly Address[]): Address[] {
  const seen = new Set(known.map(({ address }) => addressKey(address)));
  return more.filter(({ address }) => {
    const key = addressKey(address);
    return !seen.has(key) && seen.add(key);
  });
}

/** An address as one types it, with its name. */
export function typedAddress({ name, address }: Address): string {
  if (name === '') return address;
  const plain = /^[\p{L}\p{M}\p{N}\s.'-]+$/u.test(name) && !name.includes('. ');
  return `${plain ? name : `"${name.replace(/["\\]/g, '\\$&')}"`} <${address}>`;
}
