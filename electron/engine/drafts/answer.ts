/** What an answer starts with: whom it goes to, its subject, its references, the quoted text (RFC 5322 section 3.6.4). */
import type { Draft } from '#shared/contract/drafts.ts';
import type { Address } from '#shared/contract/model.ts';
import { addressKey } from '#shared/text/address-validation.ts';

export interface AnsweredMail {
  subject: string;
  /** Milliseconds since the epoch. */
  date: number;
  fromMe: boolean;
  from: Address[];
  to: Address[];
  cc: Address[];
  replyTo: Address[];
  messageId: string | null;
  inReplyTo: string | null;
  references: string[];
  text: string;
  attachmentNames: string[];
}

const PREFIX = /^\s*((re|aw|sv|antw|rép|fwd?|wg|tr|vs|vb)\s*(\[\d+\])?\s*:\s*)+/i;

/** "Re: …" or "Fwd: …" with no prefix piled on another. */
export function answerSubject(subject: string, mode: Draft['mode']): string {
  const bare = subject.replace(PREFIX, '').trim();
  return `${mode === 'forward' ? 'Fwd' : 'Re'}: ${bare}`;
}

function distinct(addresses: Address[], taken: Set<string>): Address[] {
  return addresses.filter(({ address }) => {
    const key = addressKey(address);
    if (key === '' || taken.has(key)) return false;
    taken.add(key);
    return true;
  });
}

/** Reply-To before From; for "all" everyone else who was named, without me and without repetition. */
export function answerRecipients(
  mail: AnsweredMail,
  mode: Draft['mode'],
  mine: Set<string>,
): { to: Address[]; cc: Address[] } {
  if (mode === 'forward' || mode === 'new') return { to: [], cc: [] };
  const taken = new Set(mode === 'reply-all' ? mine : []);
  const authors = mail.replyTo.length > 0 ? mail.replyTo : mail.from;
  if (mode === 'reply') return { to: distinct(mail.fromMe ? mail.to : authors, taken), cc: [] };
  const to = distinct(mail.fromMe ? mail.to : [...authors, ...mail.to], taken);
  const cc = distinct(mail.cc, taken);
  return to.length > 0 ? { to, cc } : { to: distinct(authors, new Set()), cc };
}

/** The recipients of an answer that becomes one of another kind: whoever was added by hand stays where they were put. */
export function readdress(
  mail: AnsweredMail,
  mode: Draft['mode'],
  mine: Set<string>,
  before: Pick<Draft, 'to' | 'cc' | 'bcc'>,
): Pick<Draft, 'to' | 'cc'> {
  const named = new Set(
    [...mail.from, ...mail.replyTo, ...mail.to, ...mail.cc].map(({ address }) => addressKey(address)),
  );
  const byHand = (list: Address[]) => list.filter(({ address }) => !named.has(addressKey(address)));
  const fresh = answerRecipients(mail, mode, mine);
  const taken = new Set(before.bcc.map(({ address }) => addressKey(address)));
  const to = distinct([...fresh.to, ...byHand(before.to)], taken);
  return { to, cc: distinct([...fresh.cc, ...byHand(before.cc)], taken) };
}

/** References of the answer: those of the answered mail, then its own Message-ID, at most 50 of them. */
export function answerReferences(mail: AnsweredMail): { inReplyTo: string | null; references: string[] } {
  const before = mail.references.length > 0 ? mail.references : mail.inReplyTo ? [mail.inReplyTo] : [];
  const all = mail.messageId ? [...before.filter((id) => id !== mail.messageId), mail.messageId] : before;
  const references = all.length > 50 ? [all[0]!, ...all.slice(-49)] : all;
  return { inReplyTo: mail.messageId, references };
}

const nameOf = ({ name, address }: Address) => (name ? `${name} <${address}>` : address);

/** The history that follows the answer, dated in the writer's own time zone. */
export function quoteOf(mail: AnsweredMail, mode: Draft['mode'], locale = 'en-GB'): string {
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(mail.date);
  const author = mail.from[0] ? nameOf(mail.from[0]) : 'an unknown sender';
  if (mode !== 'forward') {
    const lines = mail.text.trimEnd().split('\n');
    return `On ${when}, ${author} wrote:\n${lines.map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`)).join('\n')}`;
  }
  const header = [
    '---------- Forwarded message ----------',
    `From: ${author}`,
    `Date: ${when}`,
    `Subject: ${mail.subject}`,
    `To: ${mail.to.map(nameOf).join(', ')}`,
    ...(mail.cc.length > 0 ? [`Cc: ${mail.cc.map(nameOf).join(', ')}`] : []),
  ];
  return `${header.join('\n')}\n\n${mail.text.trimEnd()}`;
}
