/** Reads stored sources again when the parser has become better, in the background, and goes on where it was cut. */
import { setTimeout as delay } from 'node:timers/promises';
import type { CondensedMessage } from '#engine/channels/mail/mime/condense.ts';
import { PARSER_VERSION } from '#engine/channels/mail/mime/parser-version.ts';
import type { ParseMessage } from '#engine/channels/mail/ports.ts';
import type { StoredSource } from '#engine/reading/stored-mail.ts';
import { timeOfRow } from '#engine/store/ids.ts';
import type { StoreAccess } from '#engine/store/store-access.ts';
import type { Transfers } from '#shared/contract/transfers.ts';
import type { Derived } from './derived.ts';
import { prepareDerived } from './prepare-mail.ts';
import type { OldMail, RereadState, RereadStep, rereadCommands, rereadQueries } from './reread-steps.ts';

/** Larger ones keep what was derived of their text. */
const MAX_BYTES = 64 * 1024 * 1024;
/** A parser that gave up knows less than what is stored. */
const GAVE_UP = new Set(['parse-timeout', 'parse-memory', 'parse-failed']);
/** Messages after which it takes long enough to be told of. */
const TOLD_FROM = 500;
const TOLD_EVERY_MS = 2000;

export interface RereadingPorts {
  store: StoreAccess<typeof rereadCommands, typeof rereadQueries>;
  read: (source: StoredSource) => Promise<Uint8Array>;
  parse: ParseMessage<CondensedMessage>;
  /** Resolves when work that nobody waits for may begin. */
  turn: () => Promise<void>;
  /** The state is another one. */
  changed: () => void;
  onDefect: (error: unknown) => void;
}

export class Rereading {
  readonly #ports: RereadingPorts;
  readonly #parser: number;
  readonly #stopping = new AbortController();
  #progress: Transfers['reread'] = null;
  #toldAt = Number.NEGATIVE_INFINITY;
  #running: Promise<void> = Promise.resolve();

  constructor(ports: RereadingPorts, parser: number = PARSER_VERSION) {
    this.#ports = ports;
    this.#parser = parser;
  }

  /** How far it is; `null` when it does not run, or may soon be done. */
  get state(): Transfers['reread'] {
    return this.#progress;
  }

  /** What was stored by another parser is read again, beginning after a while. Call once. */
  start(afterMs: number): void {
    this.#running = this.#run(afterMs)
      .catch((error) => {
        if (!this.#stopping.signal.aborted) this.#ports.onDefect(error);
      })
      .finally(() => this.#tell(null));
  }

  /** Resolves when it has come to its end. */
  async idle(): Promise<void> {
    await this.#running;
  }

  /** Ends after the message that is read just now. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(afterMs: number): Promise<void> {
    const { store } = this.#ports;
    let state: RereadState | null = await store.read('reread.state', null);
    // At once, because what comes from now on is read by this parser.
    if (state?.parser !== this.#parser) state = await store.write('reread.begin', this.#parser, 'sync');
    if (state.nextRow === null) return;
    await this.#rest(afterMs);
    const { done } = state;
    const oldest = (await store.read('reread.oldest', null)) ?? 0;
    while (state.nextRow !== null) {
      if (state.done - done >= TOLD_FROM) this.#tell(progressOf(state, state.nextRow, oldest));
      const began = performance.now();
      const next = await store.read('reread.next', state.nextRow);
      if (next.length === 0) return store.write('reread.end', state, 'sync');
      let mails = await this.#derive(next);
      while (mails.length > 0) {
        await this.#turn();
        state = await store.write('reread.step', { state, mails }, 'sync');
        const { nextRow } = state;
        mails = mails.filter(({ row }) => nextRow === null || row < nextRow);
      }
      // Half of one processor at most.
      await this.#rest(performance.now() - began);
    }
  }

  async #derive(mails: readonly OldMail[]): Promise<RereadStep['mails']> {
    const read: RereadStep['mails'] = [];
    for (const mail of mails) {
      await this.#turn();
      read.push({ row: mail.row, id: mail.id, derived: await this.#read(mail) });
    }
    return read;
  }

  async #read({ source, internalDate }: OldMail): Promise<Derived | null> {
    if (!source || (source.file?.size ?? 0) > MAX_BYTES) return null;
    try {
      const parsed = await this.#ports.parse(await this.#ports.read(source), { internalDate, whole: true });
      return parsed.warnings.some((warning) => GAVE_UP.has(warning)) ? null : prepareDerived(parsed);
    } catch {
      // What cannot be read now stays as it was derived.
      return null;
    }
  }

  async #turn(): Promise<void> {
    await this.#ports.turn();
    this.#stopping.signal.throwIfAborted();
  }

  /** Rejects when it is stopped. */
  async #rest(ms: number): Promise<void> {
    await delay(ms, undefined, { ref: false, signal: this.#stopping.signal });
  }

  #tell(progress: Transfers['reread']): void {
    const now = performance.now();
    if (progress ? now - this.#toldAt < TOLD_EVERY_MS : this.#progress === null) return;
    this.#toldAt = now;
    this.#progress = progress;
    this.#ports.changed();
  }
}

/** Rows go with the dates of messages, which need not be counted. */
function progressOf({ done, firstRow }: RereadState, nextRow: number, oldest: number): Transfers['reread'] {
  return {
    done,
    share: (firstRow - nextRow) / Math.max(1, firstRow - oldest),
    reached: timeOfRow(nextRow),
  };
}
