import { setTimeout as delay } from 'node:timers/promises';
import type { ImapFlow, MessageStructureObject } from 'imapflow';
import { asMailError, isUnreachable } from '../errors.ts';
import { decodedStream } from '../mime/decoded-stream.ts';
import { Backoff } from './backoff.ts';
import { assertOpen } from './download.ts';
import type { FetchPace } from './fetch-pace.ts';
import { partsOf, sectionOf } from './part-outline.ts';
import { selectForUids } from './selected-mailbox.ts';
import type { ImapSession } from './session.ts';

/** Bytes a part can have at all (RFC 9051 section 9: number is 32 bits). */
const MOST_BYTES = 0xffff_ffff;
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
 * Fetches one part by itself, before what a sync fetches, and yields its content as it comes. After a break it goes on
 * where it was. Yields nothing when the server does not tell of such a part. Rejects with MailError.
 */
export async function* fetchPart(
  session: ImapSession,
  place: PartPlace,
  course: PartCourse,
): AsyncGenerator<Uint8Array> {
  const fetching = new PartFetch(session, place, course);
  const part = await fetching.describe();
  if (!part?.size || part.size > MOST_BYTES) return;
  const chunks = fetching.chunks(part.size);
  const first = await chunks.next();
  if (first.done) return;
  async function* raw() {
    yield first.value as Buffer;
    yield* chunks;
  }
  yield* decodedStream(raw(), part.encoding ?? '');
}

class PartFetch {
  private share = 0;

  constructor(
    private readonly session: ImapSession,
    private readonly place: PartPlace,
    private readonly course: PartCourse,
  ) {}

  describe(): Promise<MessageStructureObject | null> {
    return this.ask((client) => describe(client, this.place));
  }

  /** The part as it is encoded, from its beginning. */
  async *chunks(size: number): AsyncGenerator<Buffer> {
    const { pace, progress } = this.course;
    for (let start = 0; start < size; ) {
      const length = Math.min(CHUNK, pace.bytes);
      const from = start;
      const chunk = await this.ask(async (client) => {
        const began = performance.now();
        const bytes = await chunkOf(client, this.place, from, length);
        pace.took(performance.now() - began, length);
        return bytes;
      });
      if (!chunk || chunk.length === 0) return;
      start += chunk.length;
      this.share = Math.min(1, start / size);
      progress(this.share, false);
      yield chunk;
      if (chunk.length < length) return;
    }
  }

  /** Asks until the server answers: a connection that breaks is waited for. */
  private async ask<T>(work: (client: ImapFlow) => Promise<T>): Promise<T> {
    const { signal, progress } = this.course;
    const backoff = new Backoff(SHORTEST_MS, LONGEST_MS);
    for (;;) {
      signal.throwIfAborted();
      try {
        const selected = async (client: ImapFlow) => {
          await selectForUids(client, this.place.path, this.place.uidValidity);
          return work(client);
        };
        const answer = await this.session.run('look', selected, { content: true });
        signal.throwIfAborted();
        return answer;
      } catch (error) {
        if (signal.aborted || !isUnreachable(asMailError(error))) throw error;
        progress(this.share, true);
        await delay(backoff.next(), undefined, { signal });
      }
    }
  }
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
