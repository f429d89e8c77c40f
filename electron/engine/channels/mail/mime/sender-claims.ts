/** What the header claims about where a message comes from. Whom to believe is decided when it is read. */
import { type AuthenticationResult, parseAuthenticationResults } from './authentication-results.ts';
import { domainOf, organisationOf } from './organisation.ts';
import type { Address } from './types.ts';

export type DomainPolicy = 'none' | 'quarantine' | 'reject';

/** One result of one method, as far as it says something about the author's domain. */
export interface ClaimedResult {
  method: 'spf' | 'dkim' | 'dmarc' | 'arc';
  /** RFC 8601 section 2.7: `pass`, `fail`, `softfail`, `none` … */
  result: string;
  /** The domain that was checked, in A-labels; empty when the server does not say. */
  domain: string;
  /** The domain is of the organisation that the author's address names (RFC 7489 section 3.1, relaxed). */
  aligned: boolean;
  /** Of a `dmarc` result: what the domain's owner asks for; `null` when not said. */
  policy: DomainPolicy | null;
  /** Of a `dkim` result: the key's selector, when said. */
  selector: string | null;
}

export interface ServerClaims {
  /** The authserv-id; empty where the server leaves it out. */
  server: string;
  /** Its organisational domain. */
  organisation: string;
  results: ClaimedResult[];
}

export interface SenderClaims {
  /** Of the first author's address, in A-labels; empty when there is none. */
  domain: string;
  organisation: string;
  /** An address of another organisation that the author's display name spells; `null`: none. */
  named: string | null;
  /** The organisation that answers go to, when it is another one; `null`: they go to the author's. */
  answersTo: string | null;
  /** The topmost Authentication-Results fields, up to the next hop. */
  servers: ServerClaims[];
}

const MAX_FIELDS = 8;
const METHODS = new Set<string>(['spf', 'dkim', 'dmarc', 'arc']);

/**
 * Reads the topmost run of Authentication-Results: it ends at the next Received below the first one, because what
 * stands further down was there before the message came to whoever wrote the first.
 */
export function senderClaims(
  headers: readonly [name: string, value: string][],
  from: readonly Address[],
  replyTo: readonly Address[],
): SenderClaims {
  const domain = domainOf(from[0]?.address ?? '');
  const organisation = organisationOf(domain);
  const servers: ServerClaims[] = [];
  for (const [name, value] of headers) {
    const field = name.toLowerCase();
    if (field === 'received' && servers.length > 0) break;
    if (field !== 'authentication-results') continue;
    const { server, results } = parseAuthenticationResults(value);
    servers.push({
      server: server.slice(0, 255),
      organisation: organisationOf(server).slice(0, 255),
      results: results
        .filter(({ method }) => METHODS.has(method))
        .map((result) => claimedResult(result, organisation)),
    });
    if (servers.length === MAX_FIELDS) break;
  }
  const answered = organisationOf(domainOf(replyTo[0]?.address ?? ''));
  return {
    domain,
    organisation,
    named: namedAddress(from[0]?.name ?? '', organisation),
    answersTo: answered === '' || answered === organisation ? null : answered,
    servers,
  };
}

const MAX_NAME = 1000;

/** "Ann via List" is what lists make of a name, and honest. */
function namedAddress(name: string, organisation: string): string | null {
  if (/\bvia\b/i.test(name)) return null;
  for (const [address] of name
    .slice(0, MAX_NAME)
    .matchAll(/[^\s<>()"',;:@]+@[^\s<>()"',;:@]+\.[^\s<>()"',;:@]+/g)) {
    const domain = domainOf(address);
    if (domain !== '' && organisationOf(domain) !== organisation) return address;
  }
  return null;
}

function claimedResult(claimed: AuthenticationResult, organisation: string): ClaimedResult {
  const { result, properties } = claimed;
  const method = claimed.method as ClaimedResult['method'];
  const domain = checkedDomain(method, properties);
  return {
    method,
    result: result.slice(0, 20),
    domain,
    // A server that leaves out which From it looked at means the one there is.
    aligned:
      domain === '' ? method === 'dmarc' : organisation !== '' && organisationOf(domain) === organisation,
    policy: method === 'dmarc' ? policyOf(claimed) : null,
    selector: method === 'dkim' ? (properties.get('header.s')?.slice(0, 255) ?? null) : null,
  };
}

function checkedDomain(method: ClaimedResult['method'], properties: ReadonlyMap<string, string>): string {
  const named = {
    spf: ['smtp.mailfrom', 'smtp.mail', 'smtp.helo'],
    dkim: ['header.d', 'header.i'],
    dmarc: ['header.from'],
    arc: [],
  }[method];
  for (const name of named) {
    const domain = domainOf(properties.get(name) ?? '');
    if (domain !== '') return domain;
  }
  return '';
}

/** "policy.dmarc=reject", "(p=REJECT sp=REJECT)", "(policy=none)", Microsoft's "action=oreject". */
function policyOf({ properties, comment }: AuthenticationResult): DomainPolicy | null {
  const named =
    properties.get('policy.published-domain-policy') ??
    properties.get('policy.dmarc') ??
    properties.get('policy') ??
    /\b(?:p|policy)\s*=\s*(\w+)/i.exec(comment)?.[1] ??
    properties.get('action')?.replace(/^o/, '') ??
    '';
  const policy = named.toLowerCase();
  return policy === 'none' || policy === 'quarantine' || policy === 'reject' ? policy : null;
}
