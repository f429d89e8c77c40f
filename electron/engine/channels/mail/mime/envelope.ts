import { parseAddresses } from './addresses.ts';
import { parseDate } from './date.ts';
import { decodeWords } from './encoded-words.ts';
import type { HeaderBlock } from './header.ts';
import { LIMITS } from './limits.ts';
import { withoutControls } from './plain-characters.ts';
import type { Address, ParsedMessage, ParseOptions } from './types.ts';

export type Envelope = Omit<ParsedMessage, 'text' | 'html' | 'attachments'>;

/** Fields that RFC 5322 §3.6 allows once. */
const ONCE = [
  'date',
  'sender',
  'reply-to',
  'to',
  'cc',
  'bcc',
  'message-id',
  'in-reply-to',
  'references',
  'subject',
];

function messageIds(value: string): string[] {
  const source = value.includes('<') ? value : decodeWords(value);
  const bracketed = [...source.matchAll(/<([^<>]*)>/g)].map((match) =>
    (match[1] as string).replace(/\s+/g, ''),
  );
  const ids = source.includes('<') ? bracketed : source.split(/\s+/).filter((word) => word.includes('@'));
  return [...new Set(ids.map(withoutControls).filter((id) => id !== ''))];
}

function ownMessageId(value: string): string | null {
  return messageIds(value)[0] ?? (withoutControls(value).replace(/[<>\s]/g, '') || null);
}

function boundedReferences(ids: string[]): string[] {
  return ids.length <= LIMITS.references ? ids : [...ids.slice(0, 1), ...ids.slice(-(LIMITS.references - 1))];
}

function plainOrNull(value: string | undefined): string | null {
  return value === undefined ? null : withoutControls(decodeWords(value)).trim() || null;
}

/**
 * Reads the fields of a message that the engine works with from its raw header list. Repeated
 * address fields are added up; of other repeated fields the first counts. The date is that of the Date
 * header, else `internalDate`, else null.
 */
export function readEnvelope(block: HeaderBlock, options: ParseOptions = {}): Envelope {
  const warnings = new Set<string>(block.warnings);
  const fields = new Map<string, string[]>();
  for (const [name, value] of block.fields) {
    const key = name.toLowerCase();
    const values = fields.get(key);
    if (values) values.push(value);
    else fields.set(key, [value]);
  }
  const first = (name: string): string | undefined => fields.get(name)?.[0];
  const addresses = (name: string): Address[] => {
    const list = (fields.get(name) ?? []).flatMap(parseAddresses);
    if (list.length < LIMITS.addresses) return list;
    warnings.add('too-many-addresses');
    return list.slice(0, LIMITS.addresses);
  };

  for (const name of ONCE) if ((fields.get(name)?.length ?? 0) > 1) warnings.add(`header-repeated:${name}`);
  if ((fields.get('from')?.length ?? 0) > 1) warnings.add('from-doubled');
  const from = addresses('from');
  if (from.length === 0) warnings.add('from-missing');

  const dateField = first('date');
  const sent = dateField === undefined ? null : parseDate(dateField);
  if (!sent) warnings.add(dateField === undefined ? 'date-missing' : 'date-invalid');
  const fallback =
    options.internalDate && !Number.isNaN(options.internalDate.getTime()) ? options.internalDate : null;

  const references = (fields.get('references') ?? []).flatMap(messageIds);
  const listId = first('list-id');
  return {
    messageId: ownMessageId(first('message-id') ?? ''),
    inReplyTo: messageIds(first('in-reply-to') ?? '')[0] ?? null,
    references: boundedReferences([...new Set(references)]),
    subject: plainOrNull(first('subject')),
    from,
    sender: addresses('sender')[0] ?? null,
    to: addresses('to'),
    cc: addresses('cc'),
    bcc: addresses('bcc'),
    replyTo: addresses('reply-to'),
    date: (sent ?? fallback)?.toISOString() ?? null,
    headers: block.fields.map(([name, value]) => [withoutControls(name), withoutControls(value)]),
    listId: listId === undefined ? null : (/<([^<>]+)>/.exec(listId)?.[1]?.trim() ?? plainOrNull(listId)),
    autoSubmitted:
      first('auto-submitted')
        ?.split(/[;\s(]/)[0]
        ?.toLowerCase() || null,
    warnings: [...warnings],
  };
}
