/** How receiving servers name themselves in Authentication-Results (RFC 8601 section 2.5), where that is known. */

interface ReceivingServer {
  /** Names of the IMAP servers of its accounts. */
  imap: string[];
  /** Its authserv-ids; one that starts with a dot stands for every name below it. Empty: it leaves the name out. */
  names: string[];
}

const KNOWN: ReceivingServer[] = [
  { imap: ['imap.gmail.com', 'imap.googlemail.com'], names: ['mx.google.com'] },
  { imap: ['outlook.office365.com', 'imap-mail.outlook.com'], names: [''] },
  {
    imap: ['imap.mail.me.com'],
    names: ['bimi', 'arc', 'dmarc', 'dkim-verifier', 'spf'].map((name) => `${name}.icloud.com`),
  },
  { imap: ['imap.mail.yahoo.com'], names: ['.yahoo.com'] },
  { imap: ['imap.fastmail.com'], names: ['.messagingengine.com'] },
  { imap: ['imap.zoho.com', 'imap.zoho.eu'], names: ['mx.zohomail.com', 'mx.zoho.com', 'mx.zoho.eu'] },
];

/** The authserv-ids of the server behind an IMAP host; `null` when they are not known. */
export function knownAuthenticationServers(imapHost: string): readonly string[] | null {
  return KNOWN.find(({ imap }) => imap.includes(imapHost.toLowerCase()))?.names ?? null;
}
