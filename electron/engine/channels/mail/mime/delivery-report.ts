/**
 * What a server or a reader reports about a mail: delivery status notifications (RFC 3464), disposition notifications
 * (RFC 8098), and the two older kinds that say themselves what they are (Exim's X-Failed-Recipients, qmail's QSBMF).
 */
import { readHeader } from './header.ts';
import type { ParsedAttachment, ParsedMessage } from './types.ts';

export interface ReportedRecipient {
  address: string;
  action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'read' | 'deleted';
  /** "5.1.1" (RFC 3463); `null` when the report names none. */
  status: string | null;
  /** The server's own words; '' when there are none. */
  reason: string;
  /** Until when the server keeps trying, in milliseconds since the epoch. */
  retryUntil: number | null;
}

export interface DeliveryReport {
  /** Message-ID of the mail it is about, without angle brackets. */
  about: string;
  recipients: ReportedRecipient[];
}

const LIMITS = { bytes: 256 * 1024, recipients: 100, reason: 1000, address: 320 };

const ACTIONS: Record<string, ReportedRecipient['action']> = {
  failed: 'failed',
  delayed: 'delayed',
  delivered: 'delivered',
  relayed: 'relayed',
  expanded: 'delivered',
};
const MSG_ID = /<([^<>\s]{1,900})>/;

type Fields = Map<string, string>;

const textOf = ({ content }: ParsedAttachment) =>
  Buffer.from(content.buffer, content.byteOffset, Math.min(content.byteLength, LIMITS.bytes)).toString();

/** The blocks of fields that blank lines part (RFC 3464 section 2.1.1); the first of each name counts. */
function blocksOf(text: string): Fields[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n/)
    .slice(0, LIMITS.recipients + 1)
    .map((block) => {
      const fields: Fields = new Map();
      for (const line of block.replace(/\n[ \t]+/g, ' ').split('\n')) {
        const colon = line.indexOf(':');
        const name = line.slice(0, colon).trim().toLowerCase();
        if (colon > 0 && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
      }
      return fields;
    })
    .filter((fields) => fields.size > 0);
}

/** "rfc822; ana@example.com": what stands after the type. */
function typed(value: string | undefined): string {
  const text = value ?? '';
  return text.slice(text.indexOf(';') + 1).trim();
}

function addressOf(fields: Fields): string {
  const written = typed(fields.get('original-recipient')) || typed(fields.get('final-recipient'));
  const bare = written.replace(/^<|>$/g, '').slice(0, LIMITS.address);
  return /^[^\s@]+@[^\s@]+$/.test(bare) ? bare : '';
}

const statusOf = (value: string | undefined) =>
  /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(value ?? '')?.[1] ?? null;

const reasonOf = (value: string) =>
  value
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, LIMITS.reason);

function dateOf(value: string | undefined): number | null {
  const at = Date.parse((value ?? '').replace(/\([^)]*\)/g, ''));
  return Number.isFinite(at) ? at : null;
}

function fromStatus(part: ParsedAttachment): ReportedRecipient[] {
  return blocksOf(textOf(part)).flatMap((fields) => {
    const address = addressOf(fields);
    const action = ACTIONS[(fields.get('action') ?? '').toLowerCase().split(/\s/)[0]!];
    if (address === '' || !action) return [];
    const reason = reasonOf(typed(fields.get('diagnostic-code')));
    // What the last server said is more exact than the code its relay put in its place.
    const status = statusOf(fields.get('status'));
    const exact = status?.endsWith('.0.0') ? statusOf(reason) : null;
    return [
      {
        address,
        action,
        status: exact ?? status,
        reason,
        retryUntil: dateOf(fields.get('will-retry-until')),
      },
    ];
  });
}

/** Of a reader's notification only that it was read or deleted unread; others say nothing of use. */
function fromDisposition(part: ParsedAttachment): { about: string | null; recipients: ReportedRecipient[] } {
  const fields: Fields = new Map(
    blocksOf(textOf(part))
      .reverse()
      .flatMap((block) => [...block]),
  );
  const type = /;\s*([a-z-]+)/i.exec(fields.get('disposition') ?? '')?.[1]?.toLowerCase();
  const address = addressOf(fields);
  const about = MSG_ID.exec(fields.get('original-message-id') ?? '')?.[1] ?? null;
  const action = type === 'displayed' ? 'read' : type === 'deleted' ? 'deleted' : null;
  if (action === null || address === '') return { about, recipients: [] };
  return { about, recipients: [{ address, action, status: null, reason: '', retryUntil: null }] };
}

const RETURNED = /^(message\/(rfc822|global|global-headers)|text\/rfc822-headers?)$/;

/** The Message-ID of the mail that is returned with the report, whole or its header. */
function returnedId(attachments: readonly ParsedAttachment[]): string | null {
  const part = attachments.find(({ contentType }) => RETURNED.test(contentType));
  if (!part) return null;
  const { fields } = readHeader(part.content.subarray(0, LIMITS.bytes));
  const own = fields.find(([name]) => name.toLowerCase() === 'message-id')?.[1];
  return MSG_ID.exec(own ?? '')?.[1] ?? null;
}

/** The Message-ID that was given as the name of the envelope (RFC 3461 section 4.4), as Skein does. */
function envelopeId(status: ParsedAttachment): string | null {
  const named = blocksOf(textOf(status))[0]?.get('original-envelope-id') ?? '';
  return MSG_ID.exec(`<${named}>`)?.[1] ?? null;
}

const headerOf = (parsed: ParsedMessage, name: string) =>
  parsed.headers.find(([field]) => field.toLowerCase() === name)?.[1] ?? null;

/** A copy of the mail's header stands in the text: its Message-ID. */
const idInText = (text: string) => /^[ \t>]*Message-ID:\s*<([^<>\s]{1,900})>/im.exec(text)?.[1] ?? null;

/** Exim without MIME: it names the recipients in a field that nobody else uses. */
function fromExim(parsed: ParsedMessage): DeliveryReport | null {
  const failed = headerOf(parsed, 'x-failed-recipients');
  if (failed === null) return null;
  const about = idInText(parsed.text ?? '') ?? parsed.inReplyTo ?? parsed.references.at(-1) ?? null;
  if (about === null) return null;
  const addresses = failed.split(',').map((address) => address.trim());
  return {
    about,
    recipients: addresses.slice(0, LIMITS.recipients).flatMap((address) => failedFor(address, '')),
  };
}

/** QSBMF: "Hi. This is the …", a paragraph for each recipient, then a line of dashes and the mail. */
function fromQmail(parsed: ParsedMessage): DeliveryReport | null {
  if (!/^\s*Hi\. This is the /.test(parsed.text ?? '')) return null;
  const text = parsed.text!.trimStart().slice(0, LIMITS.bytes);
  const end = text.search(/^--- Below this line is a copy of the message\./m);
  const about = end < 0 ? null : idInText(text.slice(end));
  if (about === null) return null;
  const recipients = text
    .slice(0, end)
    .split(/\n[ \t]*\n/)
    .slice(0, LIMITS.recipients)
    .flatMap((paragraph) => {
      const match = /^<([^<>\s]+)>:\n([\s\S]*)$/.exec(paragraph.trim());
      return match ? failedFor(match[1]!, reasonOf(match[2]!)) : [];
    });
  return { about, recipients };
}

function failedFor(address: string, reason: string): ReportedRecipient[] {
  if (address.length > LIMITS.address || !/^[^\s@]+@[^\s@]+$/.test(address)) return [];
  return [{ address, action: 'failed', status: statusOf(reason), reason, retryUntil: null }];
}

/** What a mail reports; `null` when it is no report, or does not say of which mail. Never throws. */
export function readDeliveryReport(parsed: ParsedMessage): DeliveryReport | null {
  const { attachments, inReplyTo, references } = parsed;
  const answered = inReplyTo ?? references.at(-1) ?? null;
  const statuses = attachments.filter(({ contentType }) =>
    /^message\/(global-)?delivery-status$/.test(contentType),
  );
  const disposition = attachments.find(({ contentType }) =>
    /^message\/(global-)?disposition-notification$/.test(contentType),
  );
  let report: DeliveryReport | null;
  if (statuses.length > 0) {
    const about = returnedId(attachments) ?? envelopeId(statuses[0]!) ?? answered;
    report =
      about === null ? null : { about, recipients: statuses.flatMap(fromStatus).slice(0, LIMITS.recipients) };
  } else if (disposition) {
    const told = fromDisposition(disposition);
    const about = told.about ?? returnedId(attachments) ?? answered;
    report = about === null ? null : { about, recipients: told.recipients };
  } else report = fromExim(parsed) ?? fromQmail(parsed);
  return report && report.recipients.length > 0 ? report : null;
}
