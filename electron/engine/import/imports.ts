/** Brings mail in from files, in the background: one import at a time, which goes on where it was cut. */
import { basename } from 'node:path';
import type { ErrorInfo } from '#shared/contract/model.ts';
import type { ImportState, LeftOut } from '#shared/contract/transfers.ts';
import { TypedError, toErrorInfo } from '#shared/errors/typed-error.ts';
import { BatchWriter, type Counts, type WriterPorts } from './batch-writer.ts';
import { ImportError } from './errors.ts';
import type { ImportJob } from './job.ts';
import { readMailFile } from './mail-file.ts';
import { findMail, type MailFile } from './sources.ts';

const SHOWN_PROBLEMS = 100;

export interface ImportPorts extends WriterPorts {
  /** The state is another one; called often. */
  changed: () => void;
}

export class Imports {
  readonly #ports: ImportPorts;
  #state: ImportState | null = null;
  #running: Promise<void> | null = null;
  #stopping: AbortController | null = null;
  #closing = false;

  constructor(ports: ImportPorts) {
    this.#ports = ports;
  }

  /** The import that runs or ran last; `null` when there was none. */
  async state(): Promise<ImportState | null> {
    if (this.#state) return this.#state;
    const job = await this.#ports.store.read('import.latest', null);
    return job && stateOf(job, 0);
  }

  /** Imports what lies at these paths; resolves when it has begun. Rejects with ImportError, StoreError. */
  async start(paths: readonly string[]): Promise<void> {
    if (this.#running) throw new ImportError('import-busy');
    await this.#begin(paths);
  }

  /** Goes on with the last import, which was stopped or has failed. Rejects with ImportError, StoreError. */
  async resume(): Promise<void> {
    if (this.#running) throw new ImportError('import-busy');
    const job = await this.#ports.store.read('import.latest', null);
    if (!job || job.state === 'done') throw new ImportError('import-gone');
    await this.#begin(job.paths);
  }

  /** Goes on with an import that ended with its engine. */
  async recover(): Promise<void> {
    const job = await this.#ports.store.read('import.latest', null);
    if (job?.state === 'running' && !this.#running) await this.#begin(job.paths);
  }

  /** Ends the import that runs; what came in stays, and it can go on later. */
  async stop(): Promise<void> {
    this.#stopping?.abort();
    await this.#running;
  }

  /** Resolves when no import runs. */
  async idle(): Promise<void> {
    await this.#running;
  }

  /** As `stop`, and the next engine goes on. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.stop();
  }

  async #begin(paths: readonly string[]): Promise<void> {
    const stopping = new AbortController();
    this.#stopping = stopping;
    const begun = this.#ports.store.write('import.begin', { paths: [...paths] });
    this.#running = begun
      .then((job) => this.#run(job, stopping.signal))
      .catch(() => {})
      .finally(() => {
        this.#running = null;
        this.#ports.changed();
      });
    await begun;
  }

  async #run(job: ImportJob, signal: AbortSignal): Promise<void> {
    this.#state = { ...stateOf(job, 0), state: 'looking' };
    this.#ports.changed();
    let end: { state: 'stopped' | 'done' | 'failed'; error: ErrorInfo | null };
    try {
      const complete = await this.#import(job, signal);
      end = { state: complete ? 'done' : 'stopped', error: null };
    } catch (error) {
      end = { state: 'failed', error: toErrorInfo(error) };
    }
    if (!(this.#closing && end.state === 'stopped'))
      await this.#ports.store.write('import.end', { id: job.id, ...end }, 'sync').catch(() => {});
    this.#update({ ...end, file: null, finishedAt: Date.now() });
  }

  /** Resolves to whether it came to its end. */
  async #import(job: ImportJob, signal: AbortSignal): Promise<boolean> {
    const { files, problems } = await this.#find(job.paths, signal);
    if (signal.aborted) return false;
    if (files.length === 0 && problems.every(({ reason }) => reason === 'not-mail'))
      throw new ImportError('import-nothing');
    this.#update({ state: 'running', total: files.reduce((sum, { size }) => sum + size, 0) });
    const begin = Math.max(0, job.file === null ? 0 : files.findIndex(({ path }) => path === job.file));
    let doneBytes = files.slice(0, begin).reduce((sum, { size }) => sum + size, 0);
    const writer = new BatchWriter(job, this.#ports, (counts) => this.#count(counts));
    if (begin === 0 && job.position === 0) writer.leaveOut(...problems);
    for (const [index, file] of files.entries()) {
      if (index < begin) continue;
      this.#update({ file: basename(file.path), done: doneBytes });
      try {
        for await (const message of readMailFile(file, file.path === job.file ? job.position : 0)) {
          await writer.add({ file, message }, doneBytes);
          this.#update({ done: doneBytes + Math.min(message.next, file.size) });
          if (signal.aborted) break;
        }
      } catch (error) {
        if (!isOfFile(error)) throw error;
        writer.leaveOut({ file: file.path, offset: 0, reason: 'unreadable' });
      }
      if (signal.aborted) break;
      doneBytes += file.size;
    }
    await writer.finish();
    return !signal.aborted;
  }

  async #find(paths: readonly string[], signal: AbortSignal) {
    const files: MailFile[] = [];
    const problems: LeftOut[] = [];
    for await (const found of findMail(paths)) {
      if (signal.aborted) break;
      if ('kind' in found) files.push(found);
      else
        problems.push({
          file: found.path,
          offset: 0,
          reason: found.unreadable === 'not-mail' ? 'not-mail' : 'unreadable',
        });
    }
    return { files, problems };
  }

  #count({ added, known, erased, problems }: Counts): void {
    const state = this.#state;
    if (!state) return;
    this.#update({
      added: state.added + added,
      known: state.known + known,
      erased: state.erased + erased,
      leftOut: state.leftOut + problems.length,
      problems: [...state.problems, ...problems].slice(0, SHOWN_PROBLEMS),
    });
  }

  #update(part: Partial<ImportState>): void {
    if (this.#state) this.#state = { ...this.#state, ...part };
    this.#ports.changed();
  }
}

/** Errors of reading a file, which end that file and not the import; those of the store have codes of their own. */
function isOfFile(error: unknown): boolean {
  return !(error instanceof TypedError) && typeof (error as NodeJS.ErrnoException).syscall === 'string';
}

function stateOf(job: ImportJob, total: number): ImportState {
  const { id, state, doneBytes, added, known, erased, leftOut, problems, error, finishedAt } = job;
  const done = doneBytes + job.position;
  return {
    id,
    // Without an engine that runs it, it was cut.
    state: state === 'running' ? 'stopped' : state,
    file: null,
    done,
    total: Math.max(total, done),
    ...{ added, known, erased, leftOut, problems, error, finishedAt },
  };
}
