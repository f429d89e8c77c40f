import type { MailboxStanding } from '../ports.ts';

interface Entry extends MailboxStanding {
  /** News came while it was worked on: it is due once more. */
  again: boolean;
}

/** Which mailboxes of an account are due to be compared, and how it went with the others. */
export class MailboxStandings {
  private readonly all = new Map<string, Entry>();

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

  begun(mailboxId: string): void {
    this.put(mailboxId, { state: 'working', again: false });
  }

  /** It gave way, or its connection was lost: it is due once more. */
  interrupted(mailboxId: string): void {
    this.put(mailboxId, { state: 'waiting', again: false });
  }

  /** It was compared with the server to the end. */
  checked(mailboxId: string): void {
    this.put(mailboxId, { checkedAt: Date.now() });
    this.ended(mailboxId, 'checked');
  }

  failed(mailboxId: string): void {
    this.ended(mailboxId, 'failed');
  }

  /** The server's numbers of all mailboxes were looked at: those named have others than were compared last. */
  looked(outdated: string[]): void {
    const changed = new Set(outdated);
    for (const [id, { state }] of this.all) {
      if (state === 'checked' && !changed.has(id)) this.put(id, { checkedAt: Date.now() });
      // The one worked on has other numbers until it is done.
      else if (state === 'checked' || state === 'failed') this.due(id);
    }
  }

  /** Forgets mailboxes that are gone. */
  keep(mailboxIds: string[]): void {
    const kept = new Set(mailboxIds);
    for (const id of this.all.keys()) if (!kept.has(id)) this.all.delete(id);
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

const NEW: Entry = { state: 'waiting', checkedAt: null, again: false };
