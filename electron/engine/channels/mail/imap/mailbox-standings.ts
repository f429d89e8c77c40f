import type { MailboxStanding } from '../ports.ts';

interface Entry extends MailboxStanding {
  /** News came while it was worked on: it is due once more. */
  again: boolean;
  /** When the comparison under way was begun. */
  begunAt: number | null;
  /** When the comparison, or the look at its numbers, was begun that last found it in line with the server. */
  soundAt: number | null;
  /** A message lies there of which nobody knows which it is. */
  hidesMessages: boolean;
}

/** Which mailboxes of an account are due to be compared, and how it went with the others. */
export class MailboxStandings {
  private readonly all = new Map<string, Entry>();
  private listedAt: number | null = null;

  /**
   * Since when whatever the server had is known: every mailbox was compared after that, and none was made before it that
   * is not known. Milliseconds since the epoch; `null` until all were compared once, and while one hides messages.
   */
  get wholeSince(): number | null {
    let since = this.listedAt;
    for (const { soundAt, hidesMessages } of this.all.values())
      since = since === null || soundAt === null || hidesMessages ? null : Math.min(since, soundAt);
    return since;
  }

  /** `null` when the mailbox was never due since the account was started. */
  of(mailboxId: string): MailboxStanding | null {
    return this.all.get(mailboxId) ?? null;
  }

  isDue(mailboxId: string): boolean {
    const entry = this.all.get(mailboxId);
    return entry !== undefined && (entry.state === 'waiting' || entry.again);
  }

  /** Something is to be compared or fetched. */
  due(mailboxId: string): void {
    const working = this.all.get(mailboxId)?.state === 'working';
    this.put(mailboxId, working ? { again: true } : { state: 'waiting' });
  }

  /** One is being worked on. */
  get isBusy(): boolean {
    return [...this.all.values()].some(({ state }) => state === 'working');
  }

  begun(mailboxId: string): void {
    this.put(mailboxId, { state: 'working', again: false, begunAt: Date.now() });
  }

  /** It gave way, or its connection was lost: it is due once more. */
  interrupted(mailboxId: string): void {
    this.put(mailboxId, { state: 'waiting', again: false });
  }

  /** It was compared with the server to the end. `hidesMessages`: but for messages it would not tell anything of. */
  checked(mailboxId: string, hidesMessages = false): void {
    this.put(mailboxId, {
      hidesMessages,
      checkedAt: Date.now(),
      soundAt: this.all.get(mailboxId)?.begunAt ?? null,
    });
    this.ended(mailboxId, 'checked');
  }

  failed(mailboxId: string): void {
    this.ended(mailboxId, 'failed');
  }

  /** The server named these mailboxes when it was asked at a time (milliseconds since the epoch); others are gone. */
  listed(mailboxIds: string[], askedAt: number): void {
    this.listedAt = askedAt;
    const kept = new Set(mailboxIds);
    for (const id of this.all.keys()) if (!kept.has(id)) this.all.delete(id);
    for (const id of kept) this.due(id);
  }

  /**
   * The server's numbers of all mailboxes were looked at, asked for at that time: those named have others than were
   * compared last. `relist`: there are others than are known.
   */
  looked({ mailboxIds: outdated, relist }: { mailboxIds: string[]; relist: boolean }, askedAt: number): void {
    if (!relist) this.listedAt = askedAt;
    const changed = new Set(outdated);
    for (const [id, { state }] of this.all) {
      if (state === 'checked' && !changed.has(id)) this.put(id, { checkedAt: Date.now(), soundAt: askedAt });
      // The one worked on has other numbers until it is done.
      else if (state === 'checked' || state === 'failed') this.due(id);
    }
  }

  /** Those that were found in line, and not within so many milliseconds: something may be new there. */
  stale(mailboxIds: readonly string[], withinMs: number): string[] {
    return mailboxIds.filter((id) => {
      const entry = this.all.get(id);
      const age = Math.abs(Date.now() - (entry?.checkedAt ?? 0));
      return entry?.state === 'checked' && age > withinMs;
    });
  }

  /** The numbers of one mailbox were looked at, as `looked`. */
  glanced(mailboxId: string, isOutdated: boolean, askedAt: number): void {
    if (this.all.get(mailboxId)?.state !== 'checked') return;
    if (isOutdated) this.due(mailboxId);
    else this.put(mailboxId, { checkedAt: Date.now(), soundAt: askedAt });
  }

  private ended(mailboxId: string, state: 'checked' | 'failed'): void {
    const again = this.all.get(mailboxId)?.again ?? false;
    this.put(mailboxId, { state: again ? 'waiting' : state, again: false });
  }

  private put(mailboxId: string, change: Partial<Entry>): void {
    const before = this.all.get(mailboxId) ?? NEW;
    this.all.set(mailboxId, { ...before, ...change });
  }
}

const NEW: Entry = {
  state: 'waiting',
  checkedAt: null,
  again: false,
  begunAt: null,
  soundAt: null,
  hidesMessages: false,
};
