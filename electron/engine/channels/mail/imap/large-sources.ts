import { asMailError, isUnreachable } from '../errors.ts';
import type { DownloadContext } from './download.ts';
import { LargeSource } from './large-source.ts';

/** A message whose source is still to come; `size` in bytes, `internalDate` in milliseconds since the epoch. */
export interface IncompleteMessage {
  uid: number;
  size: number;
  internalDate: number;
}

/**
 * Fetches the sources of large messages, each once at a time: for the sync, and for somebody who opened one. The one
 * that was cut last, by a broken connection or by what went before it, is kept and gone on with where it was.
 */
export class LargeSources<Parsed> {
  private readonly running = new Set<string>();
  private cut: { key: string; source: LargeSource<Parsed> } | null = null;
  private closed = false;

  /** Resolves to false when it was not completed: it is gone, `stopped` said so, or it is being fetched already. */
  async complete(
    context: DownloadContext<Parsed>,
    message: IncompleteMessage,
    stopped: () => boolean,
  ): Promise<boolean> {
    const key = `${context.mailboxId} ${context.uidValidity} ${message.uid}`;
    if (this.running.has(key)) return false;
    this.running.add(key);
    try {
      const source = this.takeCut(key) ?? (await LargeSource.open(context, message.uid));
      return source !== null && (await this.fetch(key, source, context, message, stopped));
    } finally {
      this.running.delete(key);
    }
  }

  /** Forgets what was cut; from now on nothing is kept. */
  async close(): Promise<void> {
    this.closed = true;
    const { cut } = this;
    this.cut = null;
    await cut?.source.abort();
  }

  private async fetch(
    key: string,
    source: LargeSource<Parsed>,
    context: DownloadContext<Parsed>,
    message: IncompleteMessage,
    stopped: () => boolean,
  ): Promise<boolean> {
    try {
      const outcome = await source.fetch(context, message, stopped);
      if (outcome === 'stopped') await this.keep(key, source);
      if (outcome === 'gone') await source.abort();
      return outcome === 'done';
    } catch (error) {
      if (isUnreachable(asMailError(error))) await this.keep(key, source);
      else await source.abort();
      throw error;
    }
  }

  private takeCut(key: string): LargeSource<Parsed> | null {
    if (this.cut?.key !== key) return null;
    const { source } = this.cut;
    this.cut = null;
    return source;
  }

  private async keep(key: string, source: LargeSource<Parsed>): Promise<void> {
    if (this.closed) return source.abort();
    const before = this.cut;
    this.cut = { key, source };
    await before?.source.abort();
  }
}
