import { Resolver } from 'node:dns/promises';
import { fill, isHostName, readAutoconfig } from './autoconfig.ts';
import { type KnownServers, providerOfHost, serversOfDomain, serversOfExchangers } from './known-servers.ts';
import { type MailProvider, PROVIDERS } from './providers.ts';
import { probeServer } from './server-probe.ts';
import type { MailServerKind, MailSettings, ServerSettings } from './settings.ts';

export interface Discovered {
  settings: MailSettings | null;
  /** How they were found, for people: "Gmail", "SRV records of example.org" … or why not. */
  source: string;
  /** Whose servers they are, when it is one that is known. */
  provider: MailProvider | null;
  /**
   * Servers outside of the address's own domain that only the DNS named, which anybody on the way may have answered:
   * to be shown before a password goes there (RFC 6186 section 6).
   */
  elsewhere: string[];
}

/** How discovery looks at the world; replaced in tests. */
export interface DiscoveryPorts {
  srv(name: string): Promise<{ name: string; port: number; priority: number; weight: number }[]>;
  mx(domain: string): Promise<{ exchange: string; priority: number }[]>;
  /** Text of an https page, or `null`; follows no redirect to another scheme. */
  page(url: string, signal: AbortSignal): Promise<string | null>;
  /** Whether a server of this kind with a valid certificate answers there. */
  answers(kind: MailServerKind, server: ServerSettings, signal: AbortSignal): Promise<boolean>;
}

const DNS_TIMEOUT = 3000;
const PAGE_TIMEOUT = 5000;
const PAGE_LIMIT = 100_000;
const MAX_REDIRECTS = 3;

/**
 * Finds the settings for an address. Asks only the address's own domain and its name servers, in the order: known
 * providers; the domain's autoconfiguration page over https, which its certificate vouches for; SRV records (RFC 6186,
 * RFC 8314); the provider of its mail exchanger; usual host names, tried. Never sends the local part or a password. Unencrypted servers are not
 * considered.
 */
export async function discoverSettings(
  address: string,
  signal: AbortSignal = new AbortController().signal,
  ports: DiscoveryPorts = networkPorts(),
): Promise<Discovered> {
  const at = address.lastIndexOf('@');
  const domain = address
    .slice(at + 1)
    .trim()
    .toLowerCase();
  if (at < 1 || !isHostName(domain)) {
    return nothing('This is not a complete email address.');
  }
  const known = serversOfDomain(domain);
  if (known)
    return found(
      known,
      address,
      known.name,
      PROVIDERS.find(({ domains }) => domains.includes(domain)),
    );

  const [srv, page, exchangers] = await Promise.all([
    quietly(() => bySrv(domain, ports), null),
    quietly(() => byAutoconfig(domain, address, ports, signal), null),
    quietly(() => ports.mx(domain), []),
  ]);
  if (page) return found(page, address, `Autoconfiguration of ${domain}`);
  if (srv) return named(found(srv, address, `SRV records of ${domain}`), domain);
  const ordered = [...exchangers].sort((a, b) => a.priority - b.priority);
  const host = serversOfExchangers(ordered.map(({ exchange }) => exchange));
  if (host) return named(found(host, address, host.name), domain);
  const guess = await byGuess(domain, ports, signal);
  if (guess) return found(guess, address, `Servers that answer for ${domain}`);
  return nothing(`Nothing was found for ${domain}. The provider's help pages name the servers.`);
}

const nothing = (source: string): Discovered => ({ settings: null, source, provider: null, elsewhere: [] });

function found(
  { imap, smtp, username = '%EMAILADDRESS%' }: Pair & Partial<Pick<KnownServers, 'username'>>,
  address: string,
  source: string,
  provider?: MailProvider,
): Discovered {
  const server = ({ host, ...rest }: ServerSettings) => ({
    host: fill(host, address).toLowerCase(),
    ...rest,
  });
  const settings = { username: fill(username, address), imap: server(imap), smtp: server(smtp), ca: null };
  return { settings, source, provider: provider ?? providerOfHost(settings.imap.host), elsewhere: [] };
}

/** Marks the servers that are outside of the domain. */
function named(discovered: Discovered, domain: string): Discovered {
  const { imap, smtp } = discovered.settings ?? {};
  const hosts = [imap?.host, smtp?.host].filter((host) => host !== undefined);
  const outside = hosts.filter((host) => host !== domain && !host.endsWith(`.${domain}`));
  return { ...discovered, elsewhere: [...new Set(outside)] };
}

type Pair = { imap: ServerSettings; smtp: ServerSettings };

/** RFC 6186 with the implicit TLS names of RFC 8314 first. A target of "." says that there is no such service. */
async function bySrv(domain: string, ports: DiscoveryPorts): Promise<Pair | null> {
  const ask = async (service: string, tls: ServerSettings['tls']): Promise<ServerSettings | null> => {
    const records = await quietly(() => ports.srv(`_${service}._tcp.${domain}`), []);
    const [best] = [...records].sort((a, b) => a.priority - b.priority || b.weight - a.weight);
    const host = best?.name.replace(/\.$/, '').toLowerCase() ?? '';
    return best && isHostName(host) ? { host, port: best.port, tls } : null;
  };
  const [imaps, imap, submissions, submission] = await Promise.all([
    ask('imaps', 'implicit'),
    ask('imap', 'starttls'),
    ask('submissions', 'implicit'),
    ask('submission', 'starttls'),
  ]);
  const incoming = imaps ?? imap;
  const outgoing = submissions ?? submission;
  return incoming && outgoing ? { imap: incoming, smtp: outgoing } : null;
}

async function byAutoconfig(
  domain: string,
  address: string,
  ports: DiscoveryPorts,
  signal: AbortSignal,
): Promise<MailSettings | null> {
  const urls = [
    `https://autoconfig.${domain}/mail/config-v1.1.xml`,
    `https://${domain}/.well-known/autoconfig/mail/config-v1.1.xml`,
  ];
  const pages = await Promise.all(urls.map((url) => quietly(() => ports.page(url, signal), null)));
  for (const page of pages) {
    const settings = page === null ? null : readAutoconfig(page, address);
    if (settings) return settings;
  }
  return null;
}

async function byGuess(domain: string, ports: DiscoveryPorts, signal: AbortSignal): Promise<Pair | null> {
  const first = async (kind: MailServerKind, candidates: ServerSettings[]) => {
    const answers = await Promise.all(
      candidates.map((server) => quietly(() => ports.answers(kind, server, signal), false)),
    );
    return candidates[answers.indexOf(true)] ?? null;
  };
  const candidates = (hosts: string[], implicit: number, starttls: number): ServerSettings[] => [
    ...hosts.map((host): ServerSettings => ({ host, port: implicit, tls: 'implicit' })),
    ...hosts.map((host): ServerSettings => ({ host, port: starttls, tls: 'starttls' })),
  ];
  const [imap, smtp] = await Promise.all([
    first('imap', candidates([`imap.${domain}`, `mail.${domain}`, domain], 993, 143)),
    first('smtp', candidates([`smtp.${domain}`, `mail.${domain}`, domain], 465, 587)),
  ]);
  return imap && smtp ? { imap, smtp } : null;
}

/** What is not found is not an error here: the next way is tried. */
async function quietly<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work();
  } catch {
    return otherwise;
  }
}

function networkPorts(): DiscoveryPorts {
  const resolver = new Resolver({ timeout: DNS_TIMEOUT, tries: 1 });
  return {
    srv: (name) => resolver.resolveSrv(name),
    mx: (domain) => resolver.resolveMx(domain),
    page: fetchPage,
    answers: probeServer,
  };
}

async function fetchPage(page: string, signal: AbortSignal): Promise<string | null> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(PAGE_TIMEOUT)]);
  let url = page;
  let response = await fetch(url, { redirect: 'manual', credentials: 'omit', signal: bounded });
  for (let hops = 0; hops < MAX_REDIRECTS && response.status >= 300 && response.status < 400; hops++) {
    url = new URL(response.headers.get('location') ?? '', url).href;
    // One step without a certificate, and anybody could have sent us on.
    if (!url.startsWith('https://')) return null;
    response = await fetch(url, { redirect: 'manual', credentials: 'omit', signal: bounded });
  }
  if (!response.ok || !response.body) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > PAGE_LIMIT) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
