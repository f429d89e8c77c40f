import type { DownloadContext } from './download.ts';
import { completeLargeMessage } from './large-source.ts';

/** A message whose source is still to come; `size` in bytes, `internalDate` in milliseconds since the epoch. */
export interface IncompleteMessage {
  uid: number;
  size: number;
  internalDate: number;
}

/** Fetches the sources of large messages, each once at a time: for the sync, and for somebody who opened one. */
export class LargeSources {
  private readonly running = new Set<string>();

  isRunning(mailboxId: string, uid: number): boolean {
    return this.running.has(keyOf(mailboxId, uid));
  }

  /** Resolves to false when it was not completed: it is gone, `stopped` said so, or it is being fetched already. */
  async complete<Parsed>(
    context: DownloadContext<Parsed>,
    message: IncompleteMessage,
    stopped: () => boolean,
  ): Promise<boolean> {
    if (this.isRunning(context.mailboxId, message.uid)) return false;
    const key = keyOf(context.mailboxId, message.uid);
    this.running.add(key);
    try {
      return await completeLargeMessage(context, message, stopped);
    } finally {
      this.running.delete(key);
    }
  }
}

const keyOf = (mailboxId: string, uid: number): string => `${mailboxId} ${uid}`;
