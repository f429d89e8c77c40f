/** Links that ask for a new mail (RFC 6068). */
import { type Mailbox, parseAddressList } from './addresses.ts';

export interface MailtoMail {
  to: Mailbox[];
  cc: Mailbox[];
  bcc: Mailbox[];
  subject: string;
  text: string;
}

const MAX_LENGTH = 64 * 1024;

/**
 * What a `mailto:` link asks for; `null` for anything else. Only recipients, subject and text are taken: a link comes
 * from a stranger and may not attach a file or set another field (RFC 6068 section 7). Wrong addresses are left out.
 */
export function parseMailto(link: string): MailtoMail | null {
  if (link.length > MAX_LENGTH || !/^mailto:/i.test(link)) return null;
  const [path = '', query = ''] = link
    .slice('mailto:'.length)
    .replace(/#.*$/s, '')
    .split(/\?(.*)/s, 2);
  const mail: MailtoMail = { to: mailboxes(decode(path)), cc: [], bcc: [], subject: '', text: '' };
  for (const field of query.split('&')) {
    const [name = '', value = ''] = field.split(/=(.*)/s, 2).map(decode);
    switch (name.toLowerCase()) {
      case 'to':
      case 'cc':
      case 'bcc':
        mail[name.toLowerCase() as 'to' | 'cc' | 'bcc'].push(...mailboxes(value));
        break;
      case 'subject':
        mail.subject = plain(value)
          .replace(/\p{Cc}+/gu, ' ')
          .trim();
        break;
      case 'body':
        mail.text = plain(value)
          .replace(/\r\n?/g, '\n')
          .replace(/[^\P{Cc}\n\t]/gu, '');
        break;
    }
  }
  return mail;
}

/** Without the signs that turn the order of letters around: what is seen is what will be sent. */
const plain = (text: string) => text.replace(/[\u202d\u202e]/g, '');

/** The first `mailto:` link among the arguments of a program; `null` when there is none. */
export function mailtoIn(args: readonly string[]): string | null {
  return args.find((arg) => parseMailto(arg) !== null) ?? null;
}

/**
 * A `+` stays what it is: these links are not forms (RFC 6068 section 5). Links of old pages are not in UTF-8, and a
 * percent sign may stand for itself.
 */
function decode(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    const bytes = Uint8Array.from(run.slice(1).split('%'), (hex) => Number.parseInt(hex, 16));
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return new TextDecoder('windows-1252').decode(bytes);
    }
  });
}

function mailboxes(list: string): Mailbox[] {
  return parseAddressList(list).flatMap((entry) => (entry.ok ? [entry.mailbox] : []));
}
