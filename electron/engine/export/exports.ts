/** Exports asked for in the window: one at a time, in the background. */
import { join } from 'node:path';
import type { ExportFormat, ExportScope, ExportState } from '#shared/contract/transfers.ts';
import { TypedError, toErrorInfo } from '#shared/errors/typed-error.ts';
import { ExportError } from './errors.ts';
import { type ExportOptions, exportMessages } from './export.ts';

export interface ExportsPorts extends Pick<ExportOptions, 'store' | 'reading'> {
  /** The state is another one; called often. */
  changed: () => void;
}

export class Exports {
  readonly #ports: ExportsPorts;
  #state: ExportState | null = null;
  #running: Promise<void> | null = null;
  #stopping: AbortController | null = null;

  constructor(ports: ExportsPorts) {
    this.#ports = ports;
  }

  /** The export that runs or ran last since the engine started. */
  get state(): ExportState | null {
    return this.#state;
  }

  /** Begins to write what `scope` names below a new folder of `directory`. Rejects with `export-busy`. */
  start({ scope, format, directory }: { scope: ExportScope; format: ExportFormat; directory: string }): void {
    if (this.#running)
      throw new TypedError(
        'export-busy',
        'Something else is being exported just now.',
        'Wait until it is done, or stop it.',
      );
    const out = newFolder(directory, new Date());
    const stopping = new AbortController();
    this.#stopping = stopping;
    const nothing = { done: 0, total: 0, files: 0, bytes: 0, missing: 0, textsLeftOut: 0, error: null };
    this.#state = { state: 'running', format, out, ...nothing };
    this.#running = this.#run({ scope, format, out, signal: stopping.signal }).finally(() => {
      this.#running = null;
      this.#ports.changed();
    });
    this.#ports.changed();
  }

  /** Ends the export that runs; what it wrote stays. */
  async stop(): Promise<void> {
    this.#stopping?.abort();
    await this.#running;
  }

  async #run(options: Pick<ExportOptions, 'scope' | 'format' | 'out' | 'signal'>): Promise<void> {
    const { store, reading } = this.#ports;
    const onProgress = (done: number, total: number) => this.#update({ done, total });
    try {
      const { messages, ...receipt } = await exportMessages({ store, reading, onProgress, ...options });
      this.#update({ state: 'done', done: messages, ...receipt });
    } catch (error) {
      const stopped = error instanceof ExportError && error.code === 'export-stopped';
      this.#update({ state: stopped ? 'stopped' : 'failed', error: toErrorInfo(error) });
    }
  }

  #update(part: Partial<ExportState>): void {
    if (this.#state) this.#state = { ...this.#state, ...part };
    this.#ports.changed();
  }
}

/** "Skein 2026-11-22 14.05.09": sorts by time, and no export meets another's files. */
function newFolder(directory: string, now: Date): string {
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString();
  return join(directory, `Skein ${local.slice(0, 10)} ${local.slice(11, 19).replaceAll(':', '.')}`);
}
