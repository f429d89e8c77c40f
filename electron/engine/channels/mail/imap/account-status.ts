import { isUnreachable, MailError } from '../errors.ts';
import type { MailAccountStatus, MailboxProgress, MailObserver } from '../ports.ts';

/** Keeps the one line that says where an account stands, and tells the observer when it changes. */
export class AccountStatus {
  current: MailAccountStatus = {
    state: 'starting',
    mailbox: null,
    done: 0,
    total: 0,
    checkedAt: null,
    silentSince: null,
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

  /**
   * The account cannot reach its server, or the server refuses: since when, why, and when it is tried again.
   * `workedBefore`: the settings are right, so a server that does not even begin to talk is one that stalls.
   */
  failed(thrown: MailError, nextAttemptAt: number, workedBefore: boolean): void {
    const error = workedBefore && NO_BEGINNING.has(thrown.code) ? stalled(thrown) : thrown;
    const offline = isUnreachable(error);
    this.update({
      state: offline ? 'offline' : 'error',
      mailbox: null,
      error,
      nextAttemptAt,
      offlineSince: offline ? (this.current.offlineSince ?? Date.now()) : null,
    });
  }

  /** A mailbox is worked on. After a failure that is only said once there is something to show for it. */
  working(mailbox: string): void {
    this.update({ mailbox, ...(this.current.error ? {} : { state: 'syncing' }) });
  }

  progress({ mailboxId, done, total, state }: MailboxProgress): void {
    const before = this.mailboxes.get(mailboxId);
    this.mailboxes.set(mailboxId, { done, total });
    if (this.current.error && (state === 'done' || (before && done > before.done)))
      this.update({ state: 'syncing', error: null, offlineSince: null });
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

const NO_BEGINNING = new Set<string>(['not-this-protocol', 'tls-failed']);

const stalled = (cause: MailError): MailError =>
  new MailError('server-stalled', cause.message, 'It worked before, so Skein tries again by itself.', {
    cause,
  });
