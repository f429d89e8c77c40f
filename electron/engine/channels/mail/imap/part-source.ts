import { setTimeout as delay } from 'node:timers/promises';
import type { ImapFlow, MessageStructureObject } from 'imapflow';
import { asMailError, isUnreachable } from '../errors.ts';
import { Backoff } from './backoff.ts';
import { assertOpen } from './download.ts';
import type { FetchPace } from './fetch-pace.ts';
import { partsOf, sectionOf } from './part-outline.ts';
import { selectForUids } from './selected-mailbox.ts';
import type { ImapSession } from './session.ts';

/** Bytes of a part that is fetched by itself. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Bytes asked for at once, or fewer where the connection is slow. */
const CHUNK = 512 * 1024;
/** How long is waited after the connection broke. */
const [SHORTEST_MS, LONGEST_MS] = [500, 15_000];

/** Where a part lies. */
export interface PartPlace {
  path: string;
  uidValidity: number;
  uid: number;
  section: string;
}

export interface PartCourse {
  pace: FetchPace;
  /** Ends it; then `fetchPart` rejects with an AbortError. */
  signal: AbortSignal;
  /** Told how much of it is here, from 0 to 1, and whether the server cannot be reached just now. */
  progress: (share: number, waiting: boolean) => void;
}

/**
 * Fetches one part by itself, before what a sync fetches, and makes a small message of it, whose only attachment it is.
 * After a break it goes on where it was. Resolves to `null` when the server does not tell of such a part, or it is too
 * large. Rejects with MailError.
 */
export async function fetchPart(
  session: ImapSession,
  place: PartPlace,
  { pace, signal, progress }: PartCourse,
): Promise<Buffer | null> {
  let share = 0;
  const ask = async <T>(work: (client: ImapFlow) => Promise<T>): Promise<T> => {
    const backoff = new Backoff(SHORTEST_MS, LONGEST_MS);
    for (;;) {
      signal.throwIfAborted();
      try {
        const selected = async (client: ImapFlow) => {
          await selectForUids(client, place.path, place.uidValidity);
          return work(client);
        };
        const answer = await session.run('look', selected, { content: true });
        signal.throwIfAborted();
        return answer;
      } catch (error) {
        if (signal.aborted || !isUnreachable(asMailError(error))) throw error;
        progress(share, true);
        await delay(backoff.next(), undefined, { signal });
      }
    }
  };
  const part = await ask((client) => describe(client, place));
  if (!part?.size || part.size > MOST_BYTES) return null;
  const chunks: Buffer[] = [];
  for (let start = 0; start < part.size; ) {
    const length = Math.min(CHUNK, pace.bytes);
    const chunk = await ask(async (client) => {
      const began = performance.now();
      const bytes = await chunkOf(client, place, start, length);
      pace.took(performance.now() - began, length);
      return bytes;
    });
    if (!chunk || chunk.length === 0) break;
    chunks.push(chunk);
    start += chunk.length;
    share = Math.min(1, start / part.size);
    progress(share, false);
    if (chunk.length < length) break;
  }
  return chunks.length > 0 ? Buffer.concat([headerOf(part), ...chunks]) : null;
}

async function describe(
  client: ImapFlow,
  { uid, section }: PartPlace,
): Promise<MessageStructureObject | null> {
  const message = await client.fetchOne(String(uid), { bodyStructure: true }, { uid: true });
  assertOpen(client);
  const parts = message ? partsOf(message.bodyStructure) : [];
  return parts.find((node) => sectionOf(node) === section) ?? null;
}

async function chunkOf(
  client: ImapFlow,
  { uid, section }: PartPlace,
  start: number,
  maxLength: number,
): Promise<Buffer | null> {
  const message = await client.fetchOne(
    String(uid),
    { bodyParts: [{ key: section, start, maxLength }] },
    { uid: true },
  );
  assertOpen(client);
  const parts = message ? message.bodyParts : undefined;
  return parts?.get(section.toLowerCase()) ?? null;
}

/** Says how the part is encoded, and nothing that would have it read as anything but a file. */
function headerOf({ encoding = '' }: MessageStructureObject): Buffer {
  const known = /^[A-Za-z0-9-]{1,40}$/.test(encoding) ? encoding : '8bit';
  return Buffer.from(
    [
      'MIME-Version: 1.0',
      'Content-Type: application/octet-stream',
      'Content-Disposition: attachment; filename="part"',
      `Content-Transfer-Encoding: ${known}`,
      '\r\n',
    ].join('\r\n'),
  );
}
