/** One poll of a number: what it received and what was sent from it, here or elsewhere. */
import type { CarrierEvent, Cursor, Gap, MediaRef, PollResult } from '../carrier.ts';
import { CarrierError } from '../carrier-error.ts';
import type { TwilioClient } from './client.ts';
import type { TwilioConfig, TwilioLimits } from './config.ts';
import { fingerprint, isInbound, messageEvent, readMessage } from './events.ts';
import { mediaPage, messagePage, type TwilioMessage } from './schemas.ts';
import { beginWalk, type CursorData, cursorData, freshStream, type StreamState, takePage } from './walk.ts';

/** Twilio is still fetching the media of a text in `receiving`; such a one is left for the next poll, this long. */
const RECEIVING_PATIENCE_MS = 5 * 60_000;
const MAX_MEDIA = 30;

const STREAMS = ['inbound', 'outbound'] as const;

/** Reads at most `pagesPerPoll` pages; `more` tells to go on at once. Throws CarrierError. */
export async function pollMessages(
  client: TwilioClient,
  config: TwilioConfig,
  limits: TwilioLimits,
  cursor: Cursor | null,
  signal: AbortSignal,
): Promise<PollResult> {
  const data = readCursor(cursor);
  const events: CarrierEvent[] = [];
  let gap: Gap | null = null;
  let pagesLeft = limits.pagesPerPoll;
  let more = false;
  for (const name of STREAMS) {
    for (let finished = false; !finished; ) {
      if (pagesLeft-- <= 0) {
        more = true;
        break;
      }
      const read = await readPage(client, config, limits, name, data[name], signal);
      data[name] = read.stream;
      finished = read.finished;
      gap ??= read.gap;
      for (const row of read.changed) {
        const media = isInbound(row) && row.num_media > 0 ? await listMedia(client, row, signal) : [];
        const event = messageEvent(row, media, config.connectedAt);
        if (event) events.push(event);
      }
    }
  }
  return { events, next: { v: 1, carrier: 'twilio', data: JSON.stringify(data) }, more, gap };
}

async function readPage(
  client: TwilioClient,
  config: TwilioConfig,
  limits: TwilioLimits,
  name: (typeof STREAMS)[number],
  stream: StreamState,
  signal: AbortSignal,
): Promise<{ stream: StreamState; changed: TwilioMessage[]; finished: boolean; gap: Gap | null }> {
  const now = client.now() + (client.skewMs ?? 0);
  let walk = beginWalk(stream, config.historyFrom, now);
  let page: { messages: unknown[]; next_page_uri: string | null };
  try {
    page = await listPage(client, config, limits, name, walk.uri, signal);
  } catch (thrown) {
    const staleLink = walk.uri !== null && thrown instanceof CarrierError && thrown.kind === 'permanent';
    if (!staleLink) throw thrown;
    walk = { ...walk, uri: null };
    page = await listPage(client, config, limits, name, null, signal);
  }
  const rows = page.messages
    .map(readMessage)
    .filter((m) => m !== null)
    .filter((m) => isInbound(m) === (name === 'inbound'))
    .filter((m) => m.status !== 'receiving' || now - m.date_created > RECEIVING_PATIENCE_MS);
  const listed = { rows, listed: page.messages.length, next: page.next_page_uri };
  const outcome = takePage(stream, walk, listed, fingerprint, now);
  if (outcome.finished || (outcome.stream.walk?.rows ?? 0) < limits.maxWalkRows)
    return { ...outcome, gap: null };
  const oldest = rows.reduce((at, row) => Math.min(at, row.date_created), now);
  const capped = takePage(stream, walk, { ...listed, next: null }, fingerprint, now);
  return { ...capped, gap: { from: walk.floor, to: oldest, reason: 'row-cap' } };
}

function listPage(
  client: TwilioClient,
  config: TwilioConfig,
  limits: TwilioLimits,
  name: (typeof STREAMS)[number],
  uri: string | null,
  signal: AbortSignal,
) {
  if (uri !== null) return client.getPage(uri, messagePage, signal);
  const side = name === 'inbound' ? 'To' : 'From';
  return client.get(
    '/Messages.json',
    { [side]: config.number, PageSize: String(limits.pageSize) },
    messagePage,
    signal,
  );
}

async function listMedia(client: TwilioClient, row: TwilioMessage, signal: AbortSignal): Promise<MediaRef[]> {
  try {
    const list = await client.get(
      `/Messages/${row.sid}/Media.json`,
      { PageSize: String(MAX_MEDIA) },
      mediaPage,
      signal,
    );
    return list.media_list.map((m, index) => ({
      ref: `${row.sid}/${m.sid}`,
      index,
      claimedMime: m.content_type,
    }));
  } catch (thrown) {
    if (thrown instanceof CarrierError && thrown.httpStatus === 404) return [];
    throw thrown;
  }
}

// A cursor of another version or carrier, or a damaged one, means starting over: upserts make that safe.
function readCursor(cursor: Cursor | null): CursorData {
  if (cursor?.carrier === 'twilio' && cursor.v === 1) {
    try {
      const parsed = cursorData.safeParse(JSON.parse(cursor.data));
      if (parsed.success) return parsed.data;
    } catch {
      return { inbound: freshStream, outbound: freshStream };
    }
  }
  return { inbound: freshStream, outbound: freshStream };
}
