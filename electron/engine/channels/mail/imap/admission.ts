import type { MailError } from '../errors.ts';
import { Backoff } from './backoff.ts';
import type { ImapTimings } from './timings.ts';

/**
 * When a connection beside the first one may be asked for: a server that has no room is left alone for long, one that
 * merely was not reached is asked again soon.
 */
export class Admission {
  private readonly backoff: Backoff;
  /** On the clock that nobody sets. */
  private refusedUntil = 0;

  constructor(private readonly timings: Pick<ImapTimings, 'backoffMin' | 'refused'>) {
    this.backoff = new Backoff(timings.backoffMin, timings.refused);
  }

  /** Milliseconds until it may be asked; 0: now. */
  get wait(): number {
    return Math.max(0, this.refusedUntil - performance.now());
  }

  refused({ code }: Pick<MailError, 'code'>): void {
    const wait = code === 'login-unavailable' ? this.timings.refused : this.backoff.next();
    this.refusedUntil = performance.now() + wait;
  }

  /** It was let in, or things are other than they were. */
  reset(): void {
    this.refusedUntil = 0;
    this.backoff.reset();
  }
}
