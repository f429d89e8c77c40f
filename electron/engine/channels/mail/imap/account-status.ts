import { isUnreachable, type MailError } from '../errors.ts';
import type { MailAccountStatus, MailboxProgress, MailObserver } from '../ports.ts';

/** Keeps the one line that says where an account stands, and tells the observer when it changes. */
export class AccountStatus {
  current: MailAccountStatus = {
    state: 'starting',
    mailbox: null,
    done: 0,
    total: 0,
    checkedAt: null,
    offlineSince: null,
    nextAttemptAt: null,
    error: null,
  };
  private readonly mailboxes = new Map<string, { done: number; total: number }>();

  constructor(private readonly observer: MailObserver) {}

  update(change: Partial<MailAccountStatus>): void {
    const next = { ...this.current, ...change };
    const keys = Object.keys(next) as (keyof MailAccountStatus)[];
    if (keys.every((key) => next[key] === this.current[key])) return;
    this.current = next;
    this.observer.status(next);
  }

  /** The account cannot reach its server, or the server refuses: since when, why, and when it is tried again. */
  failed(error: MailError, nextAttemptAt: number): void {
    const offline = isUnreachable(error);
    this.update({
      state: offline ? 'offline' : 'error',
      mailbox: null,
      error,
      nextAttemptAt,
      offlineSince: offline ? (this.current.offlineSince ?? Date.now()) : null,
    });
  }

  progress({ mailboxId, done, total, state }: MailboxProgress): void {
    if (state === 'error') return;
    this.mailboxes.set(mailboxId, { done, total });
    this.sum();
  }

  /** Forgets mailboxes that are gone. */
  keep(mailboxIds: string[]): void {
    for (const id of this.mailboxes.keys()) if (!mailboxIds.includes(id)) this.mailboxes.delete(id);
    this.sum();
  }

  private sum(): void {
    let done = 0;
    let total = 0;
    for (const mailbox of this.mailboxes.values()) {
      done += mailbox.done;
      total += mailbox.total;
    }
    this.update({ done, total });
  }
}
