import type { ImapFlow } from 'imapflow';
import { assertOpen, type DownloadContext, parseOrNull } from './download.ts';
import { selectForUids } from './selected-mailbox.ts';

/** Bytes asked for at once, at most; between two, other work on the connection gets its turn. */
const CHUNK = 512 * 1024;
/** Messages up to this many bytes are parsed whole once they are here; above, the text fetched ahead stays. */
const PARSE_UP_TO = 64 * 1024 * 1024;

/**
 * Streams the source of a large message into the store, a chunk at a time. Resolves to false when the message is
 * gone or nobody wants the source any more. What arrived of an interrupted download is dropped.
 */
export async function completeLargeMessage<Parsed>(
  context: DownloadContext<Parsed>,
  { uid, internalDate }: { uid: number; internalDate: number },
  stopped: () => boolean,
): Promise<boolean> {
  const { session, lane, pace, store, mailboxId, uidValidity, path } = context;
  const sink = await store.openSource(mailboxId, uidValidity, uid);
  if (!sink) return false;
  try {
    const kept: Uint8Array[] = [];
    let start = 0;
    for (;;) {
      if (stopped()) {
        await sink.abort();
        return false;
      }
      const maxLength = Math.min(CHUNK, pace.bytes);
      const fetch = async (client: ImapFlow) => {
        await selectForUids(client, path, uidValidity);
        const begun = performance.now();
        const message = await client.fetchOne(String(uid), { source: { start, maxLength } }, { uid: true });
        assertOpen(client);
        pace.took(performance.now() - begun, maxLength);
        return message ? (message.source ?? Buffer.alloc(0)) : null;
      };
      const chunk = await session.run(lane, fetch, { content: true });
      if (chunk === null) {
        await sink.abort();
        return false;
      }
      if (chunk.length > 0) {
        await sink.write(chunk);
        if (start + chunk.length <= PARSE_UP_TO) kept.push(chunk);
        start += chunk.length;
      }
      if (chunk.length < maxLength) break;
    }
    const parsed =
      start <= PARSE_UP_TO
        ? await parseOrNull(context.parse, Buffer.concat(kept), { internalDate, whole: true })
        : null;
    await sink.commit(parsed);
    return true;
  } catch (error) {
    await sink.abort();
    throw error;
  }
}
