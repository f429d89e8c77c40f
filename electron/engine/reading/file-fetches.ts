/** Files of large mail that are fetched by themselves, because somebody wants them before the whole of it is here. */
import type { ingestCommands } from '#engine/ingest/registry.ts';
import type { ContentFolder } from '#engine/store/content.ts';
import type { StoreAccess } from '#engine/store/store-access.ts';
import type { FileProgress } from '#shared/contract/timeline.ts';
import { TypedError } from '#shared/errors/typed-error.ts';
import type { FileOnServer, readingQueries } from './stored-mail.ts';

/** The account's part: yields the file as it comes, nothing when there is none. Rejects with MailError. */
export interface PartSource {
  fetchPart(
    place: Omit<FileOnServer, 'accountId'>,
    course: { signal: AbortSignal; progress: (share: number, waiting: boolean) => void },
  ): AsyncIterable<Uint8Array>;
}

/** The server does not tell of such a part any more. */
export class FileFetchError extends TypedError<'not-by-itself'> {
  override readonly name = 'FileFetchError';

  constructor() {
    super(
      'not-by-itself',
      'This file cannot be fetched by itself.',
      'It comes with the rest of the message. If that is gone from the server, so is the file.',
    );
  }
}

export interface FileFetchPorts {
  store: StoreAccess<Pick<typeof ingestCommands, 'mail.putFetched'>, typeof readingQueries>;
  content: ContentFolder;
  /** The account while it runs. */
  account: (id: string) => PartSource | null;
}

interface Running {
  progress: FileProgress;
  done: Promise<void>;
  ended: boolean;
  /** Called when any of it is another. */
  told: Set<() => void>;
  stop: AbortController;
}

/** Each file is fetched once at a time, as long as somebody waits for it. */
export class FileFetches {
  readonly #ports: FileFetchPorts;
  readonly #running = new Map<string, Running>();

  constructor(ports: FileFetchPorts) {
    this.#ports = ports;
  }

  /** Fetches a file and yields how far that is; ends when it is here. Rejects with MailError and FileFetchError. */
  async *fetch(id: string, signal?: AbortSignal): AsyncGenerator<FileProgress, void> {
    const running = this.#running.get(id) ?? this.#begin(id);
    let wake = () => {};
    let isNew = true;
    const tell = () => {
      isNew = true;
      wake();
    };
    running.told.add(tell);
    signal?.addEventListener('abort', tell);
    try {
      while (!running.ended && !signal?.aborted) {
        if (isNew) {
          isNew = false;
          yield running.progress;
        } else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
      if (!signal?.aborted) await running.done;
    } finally {
      signal?.removeEventListener('abort', tell);
      running.told.delete(tell);
      if (running.told.size === 0) this.#end(id, running);
    }
  }

  #begin(id: string): Running {
    const stop = new AbortController();
    const running: Running = {
      progress: { share: 0, waiting: false },
      done: Promise.resolve(),
      ended: false,
      told: new Set(),
      stop,
    };
    const change = () => {
      for (const tell of running.told) tell();
    };
    running.done = this.#fetch(id, stop.signal, (share, waiting) => {
      running.progress = { share, waiting };
      change();
    }).finally(() => {
      running.ended = true;
      this.#end(id, running);
      change();
    });
    running.done.catch(() => {});
    this.#running.set(id, running);
    return running;
  }

  #end(id: string, running: Running): void {
    running.stop.abort();
    if (this.#running.get(id) === running) this.#running.delete(id);
  }

  async #fetch(
    id: string,
    signal: AbortSignal,
    progress: (share: number, waiting: boolean) => void,
  ): Promise<void> {
    const { store, content, account } = this.#ports;
    const place = await store.read('reading.fileOnServer', id);
    // It came with the whole mail.
    if (!place && (await store.read('reading.attachment', id))?.section === null) return;
    const part = place && account(place.accountId)?.fetchPart(place, { signal, progress });
    if (!part) throw new FileFetchError();
    const stored = await content.put(present(part));
    if (signal.aborted || !(await store.write('mail.putFetched', { id, content: stored })))
      await content.remove(stored.id);
    signal.throwIfAborted();
  }
}

/** The file as it comes; rejects with FileFetchError when nothing does. */
async function* present(part: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let any = false;
  for await (const bytes of part) {
    any = true;
    yield bytes;
  }
  if (!any) throw new FileFetchError();
}
