import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Priority, PriorityQueue } from '#engine/store/queue.ts';
import { type CondensedMessage, condense } from './condense.ts';
import { MimeError } from './errors.ts';
import { type RenderContext, type RenderedHtml, renderAsText } from './html/frame-document.ts';
import type { QuotableHtml } from './html/quotable.ts';
import { parseHeaderOnly } from './parse.ts';
import type { MimeWarning, ParsedMessage, ParseOptions } from './types.ts';
import type { MimeRequest, MimeResponse } from './worker-protocol.ts';

/** Reads messages, wherever that is done. */
export interface MimeService {
  parse(source: Uint8Array, options?: ParseOptions): Promise<ParsedMessage>;
  condense(source: Uint8Array, options: CondenseOptions): Promise<CondensedMessage>;
  render(html: string, context?: RenderContext): Promise<RenderedHtml>;
  quote(html: string, parts: readonly string[]): Promise<QuotableHtml | null>;
  close(): Promise<void>;
}

export interface CondenseOptions extends ParseOptions {
  /** The source is all there is of the message. */
  whole: boolean;
}

export interface MimePoolOptions {
  /** The built mime-worker module. */
  workerUrl: URL;
  /** Worker threads. Default: one less than the cores, at least 1, at most 2. */
  size?: number;
  /**
   * Milliseconds one message may take by the clock: on a busy machine several times what it takes on an idle one.
   * Default 10,000, and 100 more for each MB of source.
   */
  timeLimitMs?: number;
  /** JavaScript heap of a worker in MB. Default 300. */
  heapLimitMb?: number;
  /** Says for how many milliseconds messages that nobody waits for are not begun. Default: never. */
  pace?: { readonly waitMs: number };
}

type Failure = Extract<MimeWarning, 'parse-timeout' | 'parse-memory' | 'parse-failed'>;

interface Job {
  request: MimeRequest;
  timeLimitMs: number;
  onResponse(response: MimeResponse): void;
  onFailure(reason: Failure): void;
}

interface Slot {
  worker: Worker | null;
  /** The worker has loaded; until then the time limit of its job does not run. */
  isReady: boolean;
  job: Job | null;
  timer: NodeJS.Timeout | null;
}

const MB = 1024 * 1024;
/** Memory for what a message leaves behind; V8 would take three times as much before it looks what is still used. */
const YOUNG_GENERATION_MB = 16;
/** Milliseconds a worker may take to load, on a busy machine. */
const STARTUP_LIMIT_MS = 30_000;

/**
 * Parses and renders in worker threads with a time and a memory limit for each message. A message that
 * exceeds one costs its worker, which is replaced; the message itself comes back as its headers and
 * the start of its source, with a warning (`parse-timeout`, `parse-memory`, `parse-failed`).
 */
export class MimePool implements MimeService {
  readonly #options: Required<MimePoolOptions>;
  readonly #slots: Slot[];
  readonly #queue = new PriorityQueue<Job>();
  #resume: NodeJS.Timeout | null = null;
  #nextId = 1;
  #closed = false;

  constructor(options: MimePoolOptions) {
    const size = Math.min(2, Math.max(1, availableParallelism() - 1));
    this.#options = { size, timeLimitMs: 10_000, heapLimitMb: 300, pace: { waitMs: 0 }, ...options };
    this.#slots = Array.from({ length: this.#options.size }, () => ({
      worker: null,
      isReady: false,
      job: null,
      timer: null,
    }));
  }

  /**
   * Parses a message. The source is copied to the worker; the caller keeps its own.
   * @throws MimeError `source-empty`, `source-too-large`, `pool-closed`
   */
  parse(source: Uint8Array, options: ParseOptions = {}): Promise<ParsedMessage> {
    const internalDate = options.internalDate?.getTime() ?? null;
    return this.#read(
      { id: this.#nextId++, kind: 'parse', source, internalDate },
      'user',
      (response) => (response.kind === 'parsed' ? response.parsed : null),
      (reason) => parseHeaderOnly(source, reason, options),
    );
  }

  /**
   * Parses a message for the store, behind whatever somebody waits for.
   * @throws MimeError `source-empty`, `source-too-large`, `pool-closed`
   */
  condense(source: Uint8Array, options: CondenseOptions): Promise<CondensedMessage> {
    const { whole } = options;
    const internalDate = options.internalDate?.getTime() ?? null;
    return this.#read(
      { id: this.#nextId++, kind: 'condense', source, internalDate, whole },
      'sync',
      (response) => (response.kind === 'condensed' ? response.condensed : null),
      (reason) => condense(source, parseHeaderOnly(source, reason, options), whole),
    );
  }

  #read<T>(
    request: Extract<MimeRequest, { source: Uint8Array }>,
    priority: Priority,
    answer: (response: MimeResponse) => T | null,
    withoutWorker: (reason: Failure) => T | Promise<T>,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const fallback = (reason: Failure) => {
        try {
          resolve(withoutWorker(reason));
        } catch (error) {
          reject(error);
        }
      };
      const job: Job = {
        request,
        timeLimitMs: this.#options.timeLimitMs + Math.floor(request.source.byteLength / MB) * 100,
        onResponse: (response) => {
          const answered = answer(response);
          if (answered !== null) resolve(answered);
          else if (response.kind === 'failed' && response.code)
            reject(new MimeError(response.code, response.message));
          else fallback('parse-failed');
        },
        onFailure: (reason) => (this.#closed ? reject(closed()) : fallback(reason)),
      };
      this.#enqueue(job, priority);
    });
  }

  /**
   * Renders the HTML of a message for the reading frame. HTML that takes too much time or memory is
   * shown as its text.
   * @throws MimeError `pool-closed`
   */
  render(html: string, context: RenderContext = {}): Promise<RenderedHtml> {
    return new Promise((resolve, reject) => {
      const fallback = () => resolve(renderAsText(html, context));
      const job: Job = {
        request: { id: this.#nextId++, kind: 'render', html, context },
        timeLimitMs: this.#options.timeLimitMs,
        onResponse: (response) => (response.kind === 'rendered' ? resolve(response.rendered) : fallback()),
        onFailure: () => (this.#closed ? reject(closed()) : fallback()),
      };
      this.#enqueue(job, 'user');
    });
  }

  /**
   * The HTML of a message as another may quote it; `parts` are its Content-IDs. `null`: it takes too much time or memory.
   * @throws MimeError `pool-closed`
   */
  quote(html: string, parts: readonly string[]): Promise<QuotableHtml | null> {
    return new Promise((resolve, reject) => {
      const job: Job = {
        request: { id: this.#nextId++, kind: 'quote', html, parts },
        timeLimitMs: this.#options.timeLimitMs,
        onResponse: (response) => resolve(response.kind === 'quoted' ? response.quoted : null),
        onFailure: () => (this.#closed ? reject(closed()) : resolve(null)),
      };
      this.#enqueue(job, 'user');
    });
  }

  /** Stops the workers. What is queued or under way is rejected with `pool-closed`. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#resume) clearTimeout(this.#resume);
    for (let job = this.#queue.next(); job; job = this.#queue.next()) job.onFailure('parse-failed');
    await Promise.all(this.#slots.map((slot) => this.#retire(slot, 'parse-failed')));
  }

  #enqueue(job: Job, priority: Priority): void {
    if (this.#closed) {
      job.onFailure('parse-failed');
      return;
    }
    this.#queue.push(job, priority);
    this.#dispatch();
  }

  #dispatch(): void {
    const { waitMs } = this.#options.pace;
    if (waitMs > 0) this.#resume ??= setTimeout(() => this.#goOn(), waitMs).unref();
    for (const slot of this.#slots) {
      if (slot.job !== null) continue;
      const job = this.#queue.next(waitMs > 0 ? 'user' : 'sync');
      if (!job) return;
      slot.job = job;
      slot.worker ??= this.#start(slot);
      this.#startTimer(slot, job.timeLimitMs + (slot.isReady ? 0 : STARTUP_LIMIT_MS));
      slot.worker.postMessage(job.request);
    }
  }

  #goOn(): void {
    this.#resume = null;
    this.#dispatch();
  }

  #startTimer(slot: Slot, ms: number): void {
    if (slot.timer) clearTimeout(slot.timer);
    slot.timer = setTimeout(() => void this.#retire(slot, 'parse-timeout'), ms);
  }

  #start(slot: Slot): Worker {
    const worker = new Worker(this.#options.workerUrl, {
      resourceLimits: {
        maxOldGenerationSizeMb: this.#options.heapLimitMb,
        maxYoungGenerationSizeMb: YOUNG_GENERATION_MB,
      },
    });
    // A pool that is idle must not keep a command line process alive.
    worker.unref();
    worker.on('message', (response: MimeResponse) => {
      if (slot.worker !== worker) return;
      const job = slot.job;
      if (response.kind === 'ready') {
        slot.isReady = true;
        if (job) this.#startTimer(slot, job.timeLimitMs);
        return;
      }
      if (job?.request.id !== response.id) return;
      this.#release(slot);
      job.onResponse(response);
      this.#dispatch();
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (slot.worker !== worker) return;
      void this.#retire(slot, error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'parse-memory' : 'parse-failed');
    });
    worker.on('exit', () => {
      if (slot.worker === worker) void this.#retire(slot, 'parse-failed');
    });
    return worker;
  }

  #release(slot: Slot): void {
    if (slot.timer) clearTimeout(slot.timer);
    slot.timer = null;
    slot.job = null;
  }

  async #retire(slot: Slot, reason: Failure): Promise<void> {
    const { worker, job } = slot;
    this.#release(slot);
    slot.worker = null;
    slot.isReady = false;
    job?.onFailure(reason);
    if (!this.#closed) this.#dispatch();
    await worker?.terminate();
  }
}

function closed(): MimeError {
  return new MimeError(
    'pool-closed',
    'The MIME workers are stopped; start the engine again to read messages.',
  );
}
