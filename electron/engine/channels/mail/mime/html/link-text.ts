import { parse } from 'tldts';
import { organisationOf } from '../organisation.ts';

/** Country codes that are endings of files, too: a bare name that ends so may be either. */
const FILE_ENDINGS = new Set('ai app cc md mov pl ps py rs sc sh so st vi zip'.split(' '));
const MAX_TEXT = 300;

/** The host that the visible text of a link names: it is an address as a whole, or has one with its scheme or "www.". */
function namedHost(text: string): string | null {
  const shown = text
    .slice(0, MAX_TEXT)
    .replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .trim();
  const spelled = /(?:\bhttps?:\/\/|(?<![\w.@-])(?=www\.))([^\s/?#:@<>"')\]]+)/iu.exec(shown)?.[1];
  const whole = /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}(?=[/?#:]|$)\S*$/iu.test(shown)
    ? shown.split(/[/?#:]/, 1)[0]
    : undefined;
  const host = (spelled ?? whole ?? '').replace(/[.,;!]+$/, '');
  if (host === '' || host.includes('@')) return null;
  const { isIcann, publicSuffix } = parse(host);
  if (!isIcann || (spelled === undefined && FILE_ENDINGS.has(publicSuffix ?? ''))) return null;
  return host.toLowerCase();
}

/** The host a link's text names while the link leads to another organisation's; `null` when it is honest. */
export function misleadingHost(text: string, href: string): string | null {
  const shown = namedHost(text);
  if (shown === null || !/^https?:/i.test(href)) return null;
  let target: URL;
  try {
    target = new URL(href);
  } catch {
    return shown;
  }
  return organisationOf(target.hostname) === organisationOf(shown) ? null : shown;
}
