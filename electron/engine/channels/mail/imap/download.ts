import type { FetchMessageObject, ImapFlow } from 'imapflow';
import type {
  IncomingMessage,
  MailStore,
  MessageSummary,
  ParseHints,
  ParseMessage,
  PartOutline,
} from '../ports.ts';
import type { FetchPace } from './fetch-pace.ts';
import { fetchFirstOf } from './partial-source.ts';
import { selectForUids } from './selected-mailbox.ts';
import type { ImapSession } from './session.ts';
import { UidSet } from './uid-set.ts';

/** Messages up to this many bytes are fetched whole; larger ones first show headers and text. */
export const WHOLE_UP_TO = 2 * 1024 * 1024;
/** Messages one FETCH asks for at most, so that an action waits only briefly behind it. */
const GROUP_MESSAGES = 128;
/** Bytes of one group kept in memory when the server's sizes were too small; the rest is asked for again. */
const KEPT_BYTES = 16 * 1024 * 1024;
/** Messages a transaction of the store takes. */
const BATCH = 32;

/** What all downloads of an account work with. */
export interface DownloadMeans<Parsed> {
  session: ImapSession;
  store: MailStore<Parsed>;
  parse: ParseMessage<Parsed>;
  pace: FetchPace;
}

export interface DownloadContext<Parsed> extends DownloadMeans<Parsed> {
  /** Who waits for it. */
  lane: 'look' | 'sync';
  mailboxId: string;
  path: string;
  uidValidity: number;
}

/** The flags of a message without \Recent, which belongs to the session and not to the message. */
export function flagsOf(message: FetchMessageObject): string[] {
  return [...(message.flags ?? [])].filter((flag) => flag.toLowerCase() !== '\\recent').sort();
}

/** INTERNALDATE in milliseconds since the epoch; now when the server sent nonsense. */
function internalDateOf(message: FetchMessageObject): number {
  const time = new Date(message.internalDate ?? Number.NaN).getTime();
  return Number.isFinite(time) ? time : Date.now();
}

/**
 * Size, flags and (with `messageIds`) Message-ID of messages, newest first. UIDs that vanished meanwhile are missing
 * in the result.
 */
export async function fetchSummaries<Parsed>(
  { session, lane, path, uidValidity }: DownloadContext<Parsed>,
  uids: UidSet,
  messageIds: boolean,
): Promise<MessageSummary[]> {
  return session.run(lane, async (client) => {
    await selectForUids(client, path, uidValidity);
    const found: MessageSummary[] = [];
    const query = {
      flags: true,
      size: true,
      internalDate: true,
      ...(messageIds ? { headers: ['message-id'] } : {}),
    };
    for await (const message of client.fetch(uids.toString(), query, { uid: true })) {
      if (!uids.has(message.uid)) continue;
      found.push({
        uid: message.uid,
        flags: flagsOf(message),
        size: message.size ?? 0,
        internalDate: internalDateOf(message),
        modseq: message.modseq?.toString() ?? null,
        messageId: messageIdIn(message.headers),
        emailId: message.emailId ?? null,
      });
    }
    assertOpen(client);
    return found.sort((a, b) => b.uid - a.uid);
  });
}

/** The identifier in a fetched Message-ID field, unfolded, without its angle brackets. */
export function messageIdIn(header: Uint8Array | undefined): string | null {
  if (!header) return null;
  const text = Buffer.from(header)
    .toString('latin1')
    .replace(/\r?\n[ \t]+/g, ' ');
  return /^message-id:\s*<([^<>\r\n]{1,995})>/im.exec(text)?.[1] ?? null;
}

/** The first of these messages, as many as one FETCH asks for: at least one, of at most so many bytes together. */
export function nextGroup(summaries: MessageSummary[], mostBytes: number): MessageSummary[] {
  let bytes = 0;
  const end = summaries.findIndex(({ size }, index) => {
    bytes += Math.min(size, WHOLE_UP_TO);
    return index > 0 && (bytes > mostBytes || index >= GROUP_MESSAGES);
  });
  return end < 0 ? summaries : summaries.slice(0, end);
}

/** A message on its way: fetched, its parsing under way. */
interface Arriving<Parsed> extends Omit<IncomingMessage<Parsed>, 'parsed'> {
  parsed: Promise<Parsed | null>;
}

/**
 * Fetches a group of messages; parsing starts as each arrives. A source whose literal did not arrive whole is an
 * error of the connection and never becomes a message.
 */
export async function fetchGroup<Parsed>(
  context: DownloadContext<Parsed>,
  group: MessageSummary[],
): Promise<Arriving<Parsed>[]> {
  const byUid = new Map(group.map((summary) => [summary.uid, summary]));
  const whole = UidSet.fromUids(group.filter((s) => s.size <= WHOLE_UP_TO).map((s) => s.uid));
  const large = group.filter((s) => s.size > WHOLE_UP_TO);
  const arriving: Arriving<Parsed>[] = [];
  let bytes = 0;
  const arrived = (message: FetchMessageObject, source: Buffer, outline?: PartOutline[]) => {
    const complete = outline === undefined;
    const summary = byUid.get(message.uid);
    if (!summary || bytes > KEPT_BYTES) return;
    byUid.delete(message.uid);
    bytes += source.length;
    arriving.push({
      uid: message.uid,
      flags: flagsOf(message),
      internalDate: summary.internalDate,
      size: summary.size,
      modseq: message.modseq?.toString() ?? null,
      emailId: message.emailId ?? null,
      threadId: message.threadId ?? null,
      source: complete ? source : null,
      ...(outline ? { outline } : {}),
      parsed: parseOrNull(context.parse, source, { internalDate: summary.internalDate, whole: complete }),
    });
  };
  const fetch = async (client: ImapFlow) => {
    await selectForUids(client, context.path, context.uidValidity);
    const begun = performance.now();
    if (!whole.isEmpty) {
      const query = { flags: true, source: true, threadId: true };
      for await (const message of client.fetch(whole.toString(), query, { uid: true })) {
        if (message.source) arrived(message, message.source);
      }
    }
    for (const { uid } of large) {
      const partial = await fetchFirstOf(client, uid);
      if (partial) arrived(partial.message, partial.source, partial.outline);
    }
    assertOpen(client);
    context.pace.took(performance.now() - begun, bytes);
  };
  await context.session.run(context.lane, fetch, { content: true });
  return arriving;
}

/**
 * Writes a fetched group in transactions of at most 32, the newest first, each ascending. One is made ready while the
 * one before is written; when one fails, none is under way any more.
 */
export async function writeGroup<Parsed>(
  { store, mailboxId, uidValidity }: DownloadContext<Parsed>,
  arriving: Arriving<Parsed>[],
  written: (uids: number[]) => void,
): Promise<void> {
  const descending = [...arriving].sort((a, b) => b.uid - a.uid);
  const write = async (messages: IncomingMessage<Parsed>[]) => {
    await store.ingest(mailboxId, uidValidity, messages);
    written(messages.map(({ uid }) => uid));
  };
  let writing: Promise<void> = Promise.resolve();
  for (let start = 0; start < descending.length; start += BATCH) {
    const batch = descending.slice(start, start + BATCH).reverse();
    const messages = await Promise.all(
      batch.map(async (message) => ({ ...message, parsed: await message.parsed })),
    );
    const next = write(messages);
    next.catch(() => {});
    try {
      await writing;
    } catch (error) {
      await next.catch(() => {});
      throw error;
    }
    writing = next;
  }
  await writing;
}

/** imapflow ends a FETCH quietly when no mailbox is selected any more; that is not an empty answer. */
export function assertOpen(client: ImapFlow): void {
  if (client.isClosed || !client.usable || !client.mailbox) {
    throw Object.assign(new Error('Connection closed'), { code: 'EConnectionClosed' });
  }
}

export async function parseOrNull<Parsed>(
  parse: ParseMessage<Parsed>,
  source: Uint8Array,
  hints: ParseHints,
): Promise<Parsed | null> {
  try {
    return await parse(source, hints);
  } catch {
    // One message that no parser can take must not stop the mailbox; it is kept with its source.
    return null;
  }
}
