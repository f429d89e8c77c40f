/** The user's place for files of texts: its settings and secret, and every file there until it is gone again. */
import type { MediaHost, OutgoingFile } from '#engine/channels/sms/carrier.ts';
import { asCarrierError } from '#engine/channels/sms/carrier-error.ts';
import { mediaHostNeeded } from '#engine/channels/sms/publish-media.ts';
import { hostedName, PutHost } from '#engine/channels/sms/put-host.ts';
import { testPutHost } from '#engine/channels/sms/put-host-test.ts';
import { backoffMs } from '#engine/channels/sms/schedule.ts';
import type { SecretKeeper } from '#engine/store/key.ts';
import type { StoreAccess } from '#engine/store/store-access.ts';
import type { MediaHostState, MediaHostStep } from '#shared/contract/media-host.ts';
import { MediaHostError } from './errors.ts';
import type { mediaHostCommands, mediaHostQueries, StoredMediaHost } from './hosted-files.ts';

/** The name of its secret in the keychain. */
const SECRET = 'media-host';

export interface MediaHostingPorts {
  store: StoreAccess<typeof mediaHostCommands, typeof mediaHostQueries>;
  secrets: Pick<SecretKeeper, 'get' | 'set' | 'delete'>;
  now: () => number;
  log: (event: string, facts: Record<string, string | number>) => void;
}

export interface MediaHostInput extends StoredMediaHost {
  /** Null keeps the one that is there. */
  secret: string | null;
}

export class MediaHosting implements MediaHost {
  readonly #ports: MediaHostingPorts;
  readonly #closing = new AbortController();
  #connected = false;
  /** False when nothing lies there: then no change is of interest. */
  #mayHold = true;
  #sweeping: Promise<void> | null = null;
  #again = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(ports: MediaHostingPorts) {
    this.#ports = ports;
  }

  async state(): Promise<MediaHostState> {
    const { store } = this.#ports;
    const [host, counts] = await Promise.all([
      store.read('mediaHost.stored', null),
      store.read('mediaHost.counts', null),
    ]);
    const hasSecret = host !== null && (await this.#ports.secrets.get(SECRET)) !== null;
    return { host: host && { ...host, hasSecret }, ...counts };
  }

  /** One event a step; ends after the last one or the first failure. Rejects with CarrierError `bad-settings`. */
  async *test(input: MediaHostInput, signal?: AbortSignal): AsyncGenerator<MediaHostStep, void> {
    const host = await this.#host(input);
    const stop = signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal;
    for await (const { step, error } of testPutHost(host, stop))
      yield { step, error: error?.toInfo() ?? null };
  }

  /** Rejects with CarrierError `bad-settings`, MediaHostError while files lie on another host, KeyError. */
  async save(input: MediaHostInput): Promise<void> {
    const { store, secrets } = this.#ports;
    const { secret, ...host } = input;
    // What cannot be used is not kept.
    await this.#host(input);
    const before = await store.read('mediaHost.stored', null);
    if (before && new URL(before.uploadUrl).origin !== new URL(host.uploadUrl).origin) {
      await this.#emptied();
      // Another host's secret is none of this one's business.
      if (secret === null) await secrets.delete(SECRET);
    }
    if (secret === '') await secrets.delete(SECRET);
    else if (secret !== null) await secrets.set(SECRET, secret);
    await store.write('mediaHost.store', host);
    this.sweep();
  }

  /** Gives the host up. Unless `anyway`, rejects with MediaHostError while files lie on it. */
  async remove(anyway: boolean): Promise<void> {
    const { store, secrets } = this.#ports;
    if (anyway) {
      const left = await store.read('mediaHost.removable', { now: this.#ports.now(), all: true });
      await store.write(
        'mediaHost.forgetFiles',
        left.map(({ name }) => name),
      );
    } else await this.#emptied();
    await store.write('mediaHost.store', null);
    await secrets.delete(SECRET);
  }

  async publish(
    { clientRef, attempt, mime }: OutgoingFile,
    bytes: Uint8Array,
    signal: AbortSignal,
  ): Promise<string> {
    const { store } = this.#ports;
    const stored = await store.read('mediaHost.stored', null);
    if (!stored) throw mediaHostNeeded();
    const host = await this.#host({ ...stored, secret: null });
    const name = hostedName(mime);
    this.#mayHold = true;
    await store.write('mediaHost.noteFile', { name, uploadUrl: host.uploadUrl(name), clientRef, attempt });
    await host.put(name, mime, bytes, signal);
    return host.publicUrl(name);
  }

  /** From here on files that nobody needs there are removed. */
  connect(): void {
    this.#connected = true;
    this.sweep();
  }

  /** Something changed: looks for files to remove, soon. */
  sweep(): void {
    if (!this.#connected || !this.#mayHold || this.#closing.signal.aborted) return;
    if (this.#sweeping) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#sweeping = this.#removeDue(false)
      .catch((error) => this.#ports.log('media-sweep-failed', { error: (error as Error).name }))
      .then(() => {
        this.#sweeping = null;
        if (!this.#again) return;
        this.#again = false;
        this.sweep();
      });
  }

  /** Removes every file there is before everything is erased; returns how many could not be. */
  async removeAll(timeoutMs: number): Promise<number> {
    await this.#sweeping;
    await this.#removeDue(true, AbortSignal.timeout(timeoutMs));
    return (await this.#ports.store.read('mediaHost.counts', null)).files;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#timer);
    await this.#sweeping;
  }

  async #emptied(): Promise<void> {
    await this.#sweeping;
    await this.#removeDue(false);
    const { files } = await this.#ports.store.read('mediaHost.counts', null);
    if (files > 0) throw new MediaHostError(files);
  }

  async #removeDue(all: boolean, limit?: AbortSignal): Promise<void> {
    const { store } = this.#ports;
    const due = await store.read('mediaHost.removable', { now: this.#ports.now(), all });
    const stored = await store.read('mediaHost.stored', null);
    if (stored) {
      const signal = limit ? AbortSignal.any([limit, this.#closing.signal]) : this.#closing.signal;
      for (const { name, uploadUrl, removals } of due) {
        if (signal.aborted) return;
        try {
          await (await this.#host({ ...stored, secret: null })).remove(uploadUrl, signal);
          await store.write('mediaHost.forgetFiles', [name]);
        } catch (thrown) {
          if (this.#closing.signal.aborted) return;
          const error = asCarrierError(thrown).toInfo();
          const nextAt = this.#ports.now() + backoffMs(removals + 1, Math.random());
          await store.write('mediaHost.noteRemovalFailure', { name, error, nextAt });
          this.#ports.log('media-removal-failed', { code: error.code });
        }
      }
    }
    const { files, nextAt } = await store.read('mediaHost.counts', null);
    this.#mayHold = files > 0;
    this.#wakeAt(nextAt);
  }

  #wakeAt(nextAt: number | null): void {
    if (nextAt === null || this.#closing.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.sweep(), Math.max(nextAt - this.#ports.now(), 1000));
    this.#timer.unref();
  }

  async #host(input: MediaHostInput): Promise<PutHost> {
    const secret = input.secret ?? (await this.#secretFor(input.uploadUrl));
    return new PutHost({ ...input, secret: secret === '' ? null : secret });
  }

  /** The secret goes to the host it was given for and to no other, whatever address the window names. */
  async #secretFor(uploadUrl: string): Promise<string | null> {
    const stored = await this.#ports.store.read('mediaHost.stored', null);
    if (!stored || !URL.canParse(uploadUrl)) return null;
    if (new URL(stored.uploadUrl).origin !== new URL(uploadUrl).origin) return null;
    return this.#ports.secrets.get(SECRET);
  }
}
