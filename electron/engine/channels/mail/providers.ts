import type { ServerSettings } from './settings.ts';

/** A provider whose settings are published on its help pages. */
export interface MailProvider {
  name: string;
  /** Domains of its addresses. */
  domains: string[];
  /** Ends of the names of its mail exchangers, for domains it hosts. */
  exchangers: string[];
  imap: ServerSettings;
  smtp: ServerSettings;
}

const imaps = (host: string): ServerSettings => ({ host, port: 993, tls: 'implicit' });
const smtps = (host: string): ServerSettings => ({ host, port: 465, tls: 'implicit' });
const submission = (host: string): ServerSettings => ({ host, port: 587, tls: 'starttls' });

export const PROVIDERS: MailProvider[] = [
  {
    name: 'Gmail',
    domains: ['gmail.com', 'googlemail.com'],
    exchangers: ['google.com', 'googlemail.com'],
    imap: imaps('imap.gmail.com'),
    smtp: smtps('smtp.gmail.com'),
  },
  {
    name: 'Outlook',
    domains: ['outlook.com', 'hotmail.com', 'live.com', 'msn.com'],
    exchangers: ['olc.protection.outlook.com'],
    imap: imaps('outlook.office365.com'),
    smtp: submission('smtp-mail.outlook.com'),
  },
  {
    name: 'Microsoft 365',
    domains: [],
    exchangers: ['mail.protection.outlook.com', 'mx.microsoft'],
    imap: imaps('outlook.office365.com'),
    smtp: submission('smtp.office365.com'),
  },
  {
    name: 'iCloud',
    domains: ['icloud.com', 'me.com', 'mac.com'],
    exchangers: ['mail.icloud.com'],
    imap: imaps('imap.mail.me.com'),
    smtp: submission('smtp.mail.me.com'),
  },
  {
    name: 'Yahoo',
    domains: ['yahoo.com', 'ymail.com', 'rocketmail.com'],
    exchangers: ['yahoodns.net'],
    imap: imaps('imap.mail.yahoo.com'),
    smtp: smtps('smtp.mail.yahoo.com'),
  },
  {
    name: 'Fastmail',
    domains: ['fastmail.com', 'fastmail.fm'],
    exchangers: ['messagingengine.com'],
    imap: imaps('imap.fastmail.com'),
    smtp: smtps('smtp.fastmail.com'),
  },
  {
    name: 'GMX',
    domains: ['gmx.net', 'gmx.de', 'gmx.at', 'gmx.ch'],
    exchangers: ['gmx.net'],
    imap: imaps('imap.gmx.net'),
    smtp: smtps('mail.gmx.net'),
  },
  {
    name: 'WEB.DE',
    domains: ['web.de'],
    exchangers: [],
    imap: imaps('imap.web.de'),
    smtp: submission('smtp.web.de'),
  },
  {
    name: 'mailbox.org',
    domains: ['mailbox.org'],
    exchangers: ['mailbox.org'],
    imap: imaps('imap.mailbox.org'),
    smtp: smtps('smtp.mailbox.org'),
  },
  {
    name: 'Zoho',
    domains: ['zoho.com', 'zohomail.com'],
    exchangers: ['zoho.com'],
    imap: imaps('imap.zoho.com'),
    smtp: smtps('smtp.zoho.com'),
  },
  {
    name: 'Migadu',
    domains: [],
    exchangers: ['migadu.com'],
    imap: imaps('imap.migadu.com'),
    smtp: smtps('smtp.migadu.com'),
  },
];

export function providerOfDomain(domain: string): MailProvider | undefined {
  return PROVIDERS.find(({ domains }) => domains.includes(domain));
}

/** The provider that hosts a domain, by the names of its mail exchangers. */
export function providerOfExchangers(exchangers: string[]): MailProvider | undefined {
  return PROVIDERS.find((provider) =>
    provider.exchangers.some((end) =>
      exchangers.some((name) => {
        const host = name.toLowerCase().replace(/\.$/, '');
        return host === end || host.endsWith(`.${end}`);
      }),
    ),
  );
}
