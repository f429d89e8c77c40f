/** Domains that can be taken for one the user writes with. */
import { domainToUnicode } from 'node:url';
import { PROVIDERS } from '#engine/channels/mail/providers.ts';
import { isOneSlipAway, skeleton } from '#shared/text/lookalike.ts';

/** Shorter names are too often one letter apart. */
const SHORTEST = 6;

/** More letters than this no lookalike adds: "rn" for "m" adds one each. */
const MOST_LONGER = 4;

/** Mailboxes for everybody, some of whose names differ by a letter. */
const PUBLIC = new Set([
  ...PROVIDERS.flatMap(({ domains }) => domains),
  ...[
    'mail.com',
    'email.com',
    'gmx.com',
    'yahoo.co.uk',
    'proton.me',
    'protonmail.com',
    'aol.com',
    'posteo.de',
  ],
]);

/**
 * The domain among `known` that `organisation` can be mistaken for, with as many labels; `null` when there is none or
 * it is itself among them. All in A-labels.
 */
export function lookalikeAmong(organisation: string, known: Iterable<string>): string | null {
  const count = organisation.split('.').length;
  const others = new Set<string>();
  for (const domain of known) others.add(domain.split('.').slice(-count).join('.'));
  if (organisation === '' || others.has(organisation) || PUBLIC.has(organisation)) return null;
  const drawn = skeletonOf(organisation);
  const [name = '', ...suffix] = organisation.split('.');
  for (const other of others) {
    const comparable = other.includes('xn--') || Math.abs(other.length - drawn.length) <= MOST_LONGER;
    if (!comparable) continue;
    if (skeletonOf(other) === drawn) return other;
    const [otherName = '', ...otherSuffix] = other.split('.');
    const longEnough = Math.min(name.length, otherName.length) >= SHORTEST;
    const sameButNumber = name.replace(/\d+/g, '') === otherName.replace(/\d+/g, '');
    if (
      longEnough &&
      !sameButNumber &&
      suffix.join('.') === otherSuffix.join('.') &&
      isOneSlipAway(name, otherName)
    )
      return other;
  }
  return null;
}

const skeletonOf = (domain: string) => skeleton(domain.includes('xn--') ? domainToUnicode(domain) : domain);
