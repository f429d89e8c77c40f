/** The servers of providers that are known without asking anybody. */
import snapshot from './provider-snapshot.json' with { type: 'json' };
import { type MailProvider, PROVIDERS } from './providers.ts';
import type { ServerSettings } from './settings.ts';

export interface KnownServers {
  name: string;
  imap: ServerSettings;
  smtp: ServerSettings;
  /** With the placeholders of the autoconfiguration format. */
  username: string;
}

type Row = (typeof snapshot.providers)[number];

let byDomain: Map<string, Row> | null = null;

/** The servers for addresses at a domain of a provider. */
export function serversOfDomain(domain: string): KnownServers | null {
  const provider = PROVIDERS.find(({ domains }) => domains.includes(domain));
  return provider ? of(provider) : ofRow(domain);
}

/**
 * The servers of the provider that hosts a domain, by the names of its mail exchangers. Only whole labels count, so
 * that a name that merely ends alike is nobody's.
 */
export function serversOfExchangers(exchangers: readonly string[]): KnownServers | null {
  for (const name of exchangers) {
    const labels = name.toLowerCase().replace(/\.$/, '').split('.');
    for (let first = 0; first <= labels.length - 2; first++) {
      const domain = labels.slice(first).join('.');
      const provider = PROVIDERS.find((one) => one.exchangers.includes(domain));
      const found = provider ? of(provider) : ofRow(domain);
      if (found) return found;
    }
  }
  return null;
}

/** The provider whose server this is. The last one: of two with one server the first is for its own addresses. */
export function providerOfHost(host: string): MailProvider | null {
  return PROVIDERS.findLast(({ imap }) => imap.host === host) ?? null;
}

const of = ({ name, imap, smtp }: MailProvider): KnownServers => ({
  ...{ name, imap, smtp },
  username: '%EMAILADDRESS%',
});

function ofRow(domain: string): KnownServers | null {
  byDomain ??= new Map(
    snapshot.providers.flatMap((row) => (row[1] as string[]).map((name) => [name, row] as const)),
  );
  const row = byDomain.get(domain);
  if (!row) return null;
  const [name, , imap, smtp, username] = row as [string, string[], string, string, string];
  return { name, imap: server(imap), smtp: server(smtp), username };
}

function server(line: string): ServerSettings {
  const [host = '', port, tls] = line.split(' ');
  return { host, port: Number(port), tls: tls === 'implicit' ? 'implicit' : 'starttls' };
}
