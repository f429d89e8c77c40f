import { addressParser } from 'postal-mime';
import { encodedWordRuns } from './encoded-words.ts';
import { LIMITS } from './limits.ts';
import { withoutControls } from './plain-characters.ts';
import type { Address } from './types.ts';

/** Brackets the number of a decoded run while the list around it is parsed. */
const MARK = '\ue000';
const PLACEHOLDER = new RegExp(`${MARK}(\\d+)${MARK}`, 'g');

function parseList(value: string): Address[] {
  const decoded: string[] = [];
  const masked = encodedWordRuns(value.replaceAll(MARK, '\ufffd'))
    .map((run) => {
      if (!run.decoded) return run.text;
      decoded.push(run.text);
      return `${MARK}${decoded.length - 1}${MARK}`;
    })
    .join('');
  const restore = (text: string) =>
    text.replace(PLACEHOLDER, (_, index: string) => decoded[Number(index)] ?? '');

  const list: Address[] = [];
  for (const mailbox of addressParser(masked, { flatten: true })) {
    if (list.length >= LIMITS.addresses) break;
    const address = plainAddrSpec(restore(mailbox.address ?? ''));
    const name = withoutControls(restore(mailbox.name ?? '')).trim();
    if (address !== '' || name !== '') list.push({ name: name === '' ? null : name, address });
  }
  return list;
}

/** An addr-spec without what RFC 5322 allows around its words: comments, a route (§4.4), folding white space. */
function plainAddrSpec(raw: string): string {
  const address = withoutControls(raw).trim();
  if (address.includes('"')) return address;
  return address
    .replace(/\([^()]*\)/g, '')
    .replace(/^@[^:@]+(?:,@[^:@]+)*:/, '')
    .replace(/\s+/g, '');
}

/**
 * Reads an address list (RFC 5322 §3.4, obsolete forms tolerated), groups flattened, encoded words in
 * display names decoded after the list is split, so that an encoded comma never makes a new address.
 * At most LIMITS.addresses are returned.
 */
export function parseAddresses(value: string): Address[] {
  const runs = encodedWordRuns(value.trim());
  const only = runs.length === 1 ? runs[0] : undefined;
  // Some senders encode the whole field, angle brackets included.
  if (only?.decoded && /<[^<>\s]+@[^<>\s]+>\s*$/.test(only.text))
    return parseList(only.text.replaceAll('=?', '= ?'));
  return parseList(value);
}
