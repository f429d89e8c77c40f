import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fill, isHostName, readAutoconfig } from '#engine/channels/mail/autoconfig.ts';
import { type DiscoveryPorts, discoverSettings } from '#engine/channels/mail/discovery.ts';
import { serversOfDomain } from '#engine/channels/mail/known-servers.ts';
import { PROVIDERS } from '#engine/channels/mail/providers.ts';

const page = (imap: string, smtp: string) => `<?xml version="1.0"?><clientConfig version="1.1">
  <!-- <incomingServer type="imap"><hostname>comment.example.org</hostname></incomingServer> -->
  <emailProvider id="example.org"><domain>example.org</domain>
  <incomingServer type="pop3"><hostname>pop.example.org</hostname><port>995</port><socketType>SSL</socketType></incomingServer>
  ${imap}${smtp}</emailProvider></clientConfig>`;
const incoming = (host: string, port: number, socket: string, user = '%EMAILADDRESS%') =>
  `<incomingServer type="imap"><hostname>${host}</hostname><port>${port}</port><socketType>${socket}</socketType><username>${user}</username></incomingServer>`;
const outgoing = (host: string, port: number, socket: string) =>
  `<outgoingServer type="smtp"><hostname>${host}</hostname><port>${port}</port><socketType>${socket}</socketType></outgoingServer>`;

/** A world in which nothing is found unless said otherwise; records what was asked for. */
function world(change: Partial<DiscoveryPorts> = {}): DiscoveryPorts & { asked: string[] } {
  const asked: string[] = [];
  const fail = async (): Promise<never> => {
    throw new Error('ENOTFOUND');
  };
  return {
    asked,
    srv: fail,
    mx: fail,
    answers: async () => false,
    ...change,
    page: async (url, signal) => {
      asked.push(url);
      return (await change.page?.(url, signal)) ?? null;
    },
  };
}
const discover = (address: string, ports: DiscoveryPorts) => discoverSettings(address, undefined, ports);

describe('discovering settings', () => {
  it('knows large providers without asking anybody', async () => {
    const ports = world();
    const { settings, source } = await discover('someone@gmail.com', ports);
    expect(source).toBe('Gmail');
    expect(settings?.imap).toEqual({ host: 'imap.gmail.com', port: 993, tls: 'implicit' });
    expect(ports.asked).toEqual([]);
  });

  it('prefers SRV records, implicit TLS among them, by priority and weight', async () => {
    const records: Record<string, { name: string; port: number; priority: number; weight: number }[]> = {
      '_imaps._tcp.example.org': [
        { name: 'second.example.org', port: 993, priority: 20, weight: 0 },
        { name: 'light.example.org', port: 993, priority: 10, weight: 1 },
        { name: 'Heavy.example.org', port: 994, priority: 10, weight: 9 },
      ],
      '_imap._tcp.example.org': [{ name: 'plain.example.org', port: 143, priority: 0, weight: 0 }],
      '_submissions._tcp.example.org': [{ name: '.', port: 0, priority: 0, weight: 0 }],
      '_submission._tcp.example.org': [{ name: 'out.example.org', port: 587, priority: 0, weight: 0 }],
    };
    const { settings, source } = await discover(
      'a@Example.org',
      world({ srv: async (name) => records[name] ?? [] }),
    );
    expect(source).toContain('SRV');
    expect(settings).toEqual({
      username: 'a@Example.org',
      imap: { host: 'heavy.example.org', port: 994, tls: 'implicit' },
      smtp: { host: 'out.example.org', port: 587, tls: 'starttls' },
      ca: null,
    });
  });

  it("reads the domain's own page, over https only, without the local part", async () => {
    const ports = world({
      page: async (url) =>
        url.includes('.well-known')
          ? page(
              incoming('in.example.org', 143, 'STARTTLS', '%EMAILLOCALPART%'),
              outgoing('out.example.org', 465, 'SSL'),
            )
          : null,
    });
    const { settings } = await discover('secret@example.org', ports);
    expect(settings?.username).toBe('secret');
    expect(settings?.imap).toEqual({ host: 'in.example.org', port: 143, tls: 'starttls' });
    expect(settings?.smtp).toEqual({ host: 'out.example.org', port: 465, tls: 'implicit' });
    expect(ports.asked).toHaveLength(2);
    for (const url of ports.asked) {
      expect(url).toMatch(/^https:\/\/(autoconfig\.)?example\.org\//);
      expect(url).not.toContain('secret');
    }
  });

  it('recognises a hosted domain by its mail exchanger, and not by a look-alike', async () => {
    const mx = (exchange: string) => world({ mx: async () => [{ exchange, priority: 1 }] });
    expect((await discover('a@example.org', mx('ASPMX.L.google.com.'))).source).toBe('Gmail');
    expect((await discover('a@example.org', mx('x.mail.protection.outlook.com'))).source).toBe(
      'Microsoft 365',
    );
    expect((await discover('a@example.org', mx('mx.notgoogle.com'))).settings).toBeNull();
  });

  it('has servers of another domain confirmed when only the DNS named them', async () => {
    const srv = (imap: string, smtp: string) =>
      world({
        srv: async (name) => {
          const target = name.startsWith('_imaps.') ? imap : name.startsWith('_submissions.') ? smtp : null;
          return target ? [{ name: target, port: 993, priority: 0, weight: 0 }] : [];
        },
      });
    const elsewhere = async (ports: DiscoveryPorts) => (await discover('a@example.org', ports)).elsewhere;
    expect(await elsewhere(srv('in.example.org', 'example.org'))).toEqual([]);
    expect(await elsewhere(srv('in.badexample.org', 'out.example.org'))).toEqual(['in.badexample.org']);
    expect(await elsewhere(srv('mail.other.net', 'mail.other.net'))).toEqual(['mail.other.net']);
    const hosted = world({ mx: async () => [{ exchange: 'aspmx.l.google.com', priority: 1 }] });
    expect(await elsewhere(hosted)).toEqual(['imap.gmail.com', 'smtp.gmail.com']);
    // The page's certificate vouches for what it says.
    const text = page(incoming('in.other.net', 993, 'SSL'), outgoing('out.other.net', 465, 'SSL'));
    expect(await elsewhere(world({ page: async () => text }))).toEqual([]);
  });

  it('takes the exchanger the domain prefers, and the name that says most', async () => {
    const mx = async (...exchanges: [string, number][]) =>
      (
        await discover(
          'a@example.org',
          world({ mx: async () => exchanges.map(([exchange, priority]) => ({ exchange, priority })) }),
        )
      ).source;
    expect(await mx(['aspmx.l.google.com', 20], ['in1-smtp.messagingengine.com', 10])).toBe('Fastmail');
    expect(await mx(['mx.mail.gm0.yahoodns.net', 1])).toBe('AOL');
    expect(await mx(['mta5.am0.yahoodns.net', 1])).toBe('Yahoo');
  });

  it('knows what a provider wants whichever way its servers were found', async () => {
    const text = page(incoming('imap.gmail.com', 993, 'SSL'), outgoing('smtp.gmail.com', 465, 'SSL'));
    const { provider } = await discover('a@example.org', world({ page: async () => text }));
    expect(provider).toMatchObject({ name: 'Gmail', signIn: 'google' });
    expect((await discover('a@outlook.com', world())).provider?.guide?.[0]).toBe('no-password');
    expect((await discover('a@proton.me', world())).provider?.guide?.[0]).toBe('bridge');
  });

  it('tries the usual names last and takes what answers with encryption', async () => {
    const { settings } = await discover(
      'a@example.org',
      world({
        answers: async (kind, { host, port }) =>
          host === 'mail.example.org' && (kind === 'imap' ? port === 993 : port === 587),
      }),
    );
    expect(settings?.imap).toEqual({ host: 'mail.example.org', port: 993, tls: 'implicit' });
    expect(settings?.smtp).toEqual({ host: 'mail.example.org', port: 587, tls: 'starttls' });
  });

  it.each(['', 'nobody', '@example.org', 'a@', 'a@localhost', 'a@exa mple.org', 'a@-x.org', 'a@x..org'])(
    'asks nobody about %j',
    async (address) => {
      const ports = world();
      expect((await discover(address, ports)).settings).toBeNull();
      expect(ports.asked).toEqual([]);
    },
  );
});

describe('reading autoconfiguration', () => {
  it('skips servers without encryption and takes none without a partner', () => {
    const smtp = outgoing('out.example.org', 465, 'SSL');
    expect(readAutoconfig(page(incoming('a.example.org', 143, 'plain'), smtp), 'a@example.org')).toBeNull();
    expect(readAutoconfig(page(incoming('a.example.org', 993, 'SSL'), ''), 'a@example.org')).toBeNull();
    const both = incoming('a.example.org', 143, 'plain') + incoming('b.example.org', 993, 'SSL');
    expect(readAutoconfig(page(both, smtp), 'a@example.org')?.imap.host).toBe('b.example.org');
  });

  it.each([
    ['bad host', incoming('a b', 993, 'SSL')],
    ['script for a host', incoming('<x>', 993, 'SSL')],
    ['bad port', incoming('a.example.org', 99999, 'SSL')],
  ])('refuses a %s', (_name, imap) => {
    expect(readAutoconfig(page(imap, outgoing('out.example.org', 465, 'SSL')), 'a@example.org')).toBeNull();
  });

  it('stands any input, quickly', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 5000 }), (text) => {
        readAutoconfig(`${page(text, text)}${text}`, 'a@example.org');
      }),
    );
    const started = Date.now();
    expect(readAutoconfig('<incomingServer type="imap">'.repeat(3500), 'a@example.org')).toBeNull();
    expect(readAutoconfig('<!--'.repeat(24_000), 'a@example.org')).toBeNull();
    expect(readAutoconfig('x'.repeat(200_000), 'a@example.org')).toBeNull();
    expect(Date.now() - started).toBeLessThan(500);
  });

  const corpora = process.env.SKEIN_CORPORA ?? resolve(process.cwd(), '../shared/corpora');
  const ispdb = join(corpora, 'autoconfig', 'ispdb');
  it.skipIf(!existsSync(ispdb))(
    'reads the files of the Thunderbird database (skipped without the corpus)',
    () => {
      const files = readdirSync(ispdb).filter((name) => name.endsWith('.xml'));
      let read = 0;
      let compared = 0;
      for (const name of files) {
        const xml = readFileSync(join(ispdb, name), 'utf8');
        const settings = readAutoconfig(xml, 'someone@example.org');
        const complete =
          /type="imap"[\s\S]*?<socketType>(SSL|STARTTLS)/.test(xml) &&
          /type="smtp"[\s\S]*?<socketType>(SSL|STARTTLS)/.test(xml);
        if (complete && settings) read++;
        if (settings) expect(isHostName(settings.imap.host) && isHostName(settings.smtp.host)).toBe(true);
        if (!/<incomingServer type="imap"/.test(xml)) expect(settings).toBeNull();
        // The snapshot was made by a parser of XML: both say the same.
        for (const [, domain = ''] of xml.matchAll(/<domain>([^<%\s]+)<\/domain>/g)) {
          const known = serversOfDomain(domain);
          if (!settings || !known || PROVIDERS.some(({ domains }) => domains.includes(domain))) continue;
          const there = readAutoconfig(xml, `someone@${domain}`);
          expect({
            domain,
            host: fill(known.imap.host, `a@${domain}`).toLowerCase(),
            port: known.smtp.port,
          }).toEqual({
            ...{ domain, host: there?.imap.host, port: there?.smtp.port },
          });
          compared++;
        }
      }
      expect(read).toBeGreaterThan(files.length * 0.7);
      expect(compared).toBeGreaterThan(200);
    },
  );
});
