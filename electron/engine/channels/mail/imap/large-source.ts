import type { ImapFlow } from 'imapflow';
import type { SourceSink } from '../ports.ts';
import { assertOpen, type DownloadContext, parseOrNull } from './download.ts';
import { selectForUids } from './selected-mailbox.ts';

/** Bytes asked for at once, at most; between two, other work on the connection gets its turn. */
const CHUNK = 512 * 1024;
/** Messages up to this many bytes are parsed whole once they are here; above, the text fetched ahead stays. */
const PARSE_UP_TO = 64 * 1024 * 1024;

/** What is here of the source of a large message. It streams into the store, a chunk at a time. */
export class LargeSource<Parsed> {
  readonly #kept: Uint8Array[] = [];
  #start = 0;

  private constructor(private readonly sink: SourceSink<Parsed>) {}

  /** Resolves to `null` when nobody wants the source of this message. */
  static async open<Parsed>(
    { store, mailboxId, uidValidity }: DownloadContext<Parsed>,
    uid: number,
  ): Promise<LargeSource<Parsed> | null> {
    const sink = await store.openSource(mailboxId, uidValidity, uid);
    return sink && new LargeSource(sink);
  }

  /**
   * Fetches on from where it is, to the end or until `stopped` says so. `gone`: the message is not there any more.
   * After `stopped`, and when it rejects because the connection broke, it can be gone on with.
   */
  async fetch(
    context: DownloadContext<Parsed>,
    { uid, internalDate }: { uid: number; internalDate: number },
    stopped: () => boolean,
  ): Promise<'done' | 'gone' | 'stopped'> {
    const { session, lane, pace, path, uidValidity } = context;
    for (;;) {
      if (stopped()) return 'stopped';
      const maxLength = Math.min(CHUNK, pace.bytes);
      const fetch = async (client: ImapFlow) => {
        await selectForUids(client, path, uidValidity);
        const begun = performance.now();
        const source = { start: this.#start, maxLength };
        const message = await client.fetchOne(String(uid), { source }, { uid: true });
        assertOpen(client);
        pace.took(performance.now() - begun, maxLength);
        return message ? (message.source ?? Buffer.alloc(0)) : null;
      };
      const chunk = await session.run(lane, fetch, { content: true });
      if (chunk === null) return 'gone';
      if (chunk.length > 0) {
        await this.sink.write(chunk);
        this.#start += chunk.length;
        if (this.#start <= PARSE_UP_TO) this.#kept.push(chunk);
        else this.#kept.length = 0;
      }
      if (chunk.length < maxLength) break;
    }
    const parsed =
      this.#start <= PARSE_UP_TO
        ? await parseOrNull(context.parse, Buffer.concat(this.#kept), { internalDate, whole: true })
        : null;
    await this.sink.commit(parsed);
    return 'done';
  }

  /** Forgets what is here. */
  abort(): Promise<void> {
    return this.sink.abort();
  }
}
