import type { SignInAdvice } from '#shared/contract/sign-in.ts';
import type { ServerSettings } from './settings.ts';

/** A provider about which more is known than its servers; as its help pages say. */
export interface MailProvider {
  name: string;
  /** Domains of its addresses. */
  domains: string[];
  /** Ends of the names of its mail exchangers, for domains it hosts. */
  exchangers: string[];
  imap: ServerSettings;
  smtp: ServerSettings;
  /** Whose sign-in its mail servers take. */
  signIn?: 'google' | 'microsoft';
  /** What has to be done there before a password works, and its own page about that. */
  guide?: [kind: NonNullable<SignInAdvice['guide']>['kind'], url: string];
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
    signIn: 'google',
    guide: ['app-password', 'https://support.google.com/accounts/answer/185833'],
  },
  {
    name: 'Outlook',
    domains: ['outlook.com', 'hotmail.com', 'live.com', 'msn.com'],
    exchangers: ['olc.protection.outlook.com'],
    imap: imaps('outlook.office365.com'),
    smtp: submission('smtp-mail.outlook.com'),
    signIn: 'microsoft',
    guide: [
      'no-password',
      'https://support.microsoft.com/office/pop-imap-and-smtp-settings-for-outlook-com-d088b986-291d-42b8-9564-9c414e2aa040',
    ],
  },
  {
    name: 'Microsoft 365',
    domains: [],
    exchangers: ['mail.protection.outlook.com', 'mx.microsoft'],
    imap: imaps('outlook.office365.com'),
    smtp: submission('smtp.office365.com'),
    signIn: 'microsoft',
    guide: [
      'no-password',
      'https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/deprecation-of-basic-authentication-exchange-online',
    ],
  },
  {
    name: 'iCloud',
    domains: ['icloud.com', 'me.com', 'mac.com'],
    exchangers: ['mail.icloud.com'],
    imap: imaps('imap.mail.me.com'),
    smtp: submission('smtp.mail.me.com'),
    guide: ['app-password', 'https://support.apple.com/102654'],
  },
  {
    name: 'Yahoo',
    domains: ['yahoo.com', 'ymail.com', 'rocketmail.com'],
    exchangers: ['yahoodns.net'],
    imap: imaps('imap.mail.yahoo.com'),
    smtp: smtps('smtp.mail.yahoo.com'),
    guide: ['app-password', 'https://help.yahoo.com/kb/SLN15241.html'],
  },
  {
    name: 'Fastmail',
    domains: ['fastmail.com', 'fastmail.fm'],
    exchangers: ['messagingengine.com'],
    imap: imaps('imap.fastmail.com'),
    smtp: smtps('smtp.fastmail.com'),
    guide: ['app-password', 'https://www.fastmail.help/hc/en-us/articles/360058752854'],
  },
  {
    name: 'GMX',
    domains: ['gmx.net', 'gmx.de', 'gmx.at', 'gmx.ch'],
    exchangers: ['gmx.net'],
    imap: imaps('imap.gmx.net'),
    smtp: smtps('mail.gmx.net'),
    guide: ['enable-imap', 'https://hilfe.gmx.net/pop-imap/einschalten.html'],
  },
  {
    name: 'WEB.DE',
    domains: ['web.de'],
    exchangers: [],
    imap: imaps('imap.web.de'),
    smtp: submission('smtp.web.de'),
    guide: ['enable-imap', 'https://hilfe.web.de/pop-imap/einschalten.html'],
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
    guide: ['enable-imap', 'https://www.zoho.com/mail/help/imap-access.html'],
  },
  {
    name: 'AOL',
    domains: ['aol.com', 'aim.com'],
    exchangers: [],
    imap: imaps('imap.aol.com'),
    smtp: smtps('smtp.aol.com'),
    guide: ['app-password', 'https://help.aol.com/articles/Create-and-manage-app-password'],
  },
  {
    name: 'GMX',
    domains: ['gmx.com'],
    exchangers: [],
    imap: imaps('imap.gmx.com'),
    smtp: smtps('mail.gmx.com'),
    guide: ['enable-imap', 'https://support.gmx.com/pop-imap/toggle.html'],
  },
  {
    name: 'Yandex',
    domains: ['yandex.com', 'yandex.ru', 'ya.ru'],
    exchangers: ['mx.yandex.net', 'mx.yandex.ru'],
    imap: imaps('imap.yandex.com'),
    smtp: smtps('smtp.yandex.com'),
    guide: ['app-password', 'https://yandex.com/support/id/authorization/app-passwords.html'],
  },
  {
    name: 'Mail.ru',
    domains: ['mail.ru', 'inbox.ru', 'list.ru', 'bk.ru'],
    exchangers: ['mxs.mail.ru'],
    imap: imaps('imap.mail.ru'),
    smtp: smtps('smtp.mail.ru'),
    guide: ['app-password', 'https://help.mail.ru/mail/security/protection/external/'],
  },
  {
    name: 'Proton Mail',
    domains: ['proton.me', 'protonmail.com', 'pm.me'],
    exchangers: ['protonmail.ch'],
    // Its program on this computer; these are the ports it begins with.
    imap: { host: '127.0.0.1', port: 1143, tls: 'starttls' },
    smtp: { host: '127.0.0.1', port: 1025, tls: 'starttls' },
    guide: ['bridge', 'https://proton.me/mail/bridge'],
  },
  {
    name: 'Migadu',
    domains: [],
    exchangers: ['migadu.com'],
    imap: imaps('imap.migadu.com'),
    smtp: smtps('smtp.migadu.com'),
  },
];
