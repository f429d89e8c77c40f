import type { MailboxRecord } from '../ports.ts';
import type { MailboxStandings } from './mailbox-standings.ts';

/** Which of the mailboxes that are due comes first, and which gives way. */
export class SyncOrder {
  private looked: ReadonlySet<string> = new Set();

  constructor(private readonly standings: MailboxStandings) {}

  /** Somebody looks at these, and at no others. */
  look(mailboxIds: string[]): void {
    this.looked = new Set(mailboxIds);
  }

  isLookedAt(mailboxId: string): boolean {
    return this.looked.has(mailboxId);
  }

  /** The mailboxes that are due and not worked on, the most urgent first. */
  due(mailboxes: MailboxRecord[]): MailboxRecord[] {
    const due = mailboxes.filter(({ id }) => this.standings.of(id)?.state === 'waiting');
    return due.sort((a, b) => this.urgency(b) - this.urgency(a));
  }

  /** Of two equally urgent ones neither gives way to the other; to its own news an urgent one does. */
  givesWay(current: MailboxRecord, mailboxes: MailboxRecord[]): boolean {
    const urgency = this.urgency(current);
    if (urgency > 0 && this.standings.isDue(current.id)) return true;
    return this.due(mailboxes).some((due) => this.urgency(due) > urgency);
  }

  /** What came to the inbox is quickly fetched; all that it holds is not, so what somebody looks at goes before that. */
  private urgency({ id, specialUse, checkedAt }: MailboxRecord): number {
    const isInbox = specialUse === 'inbox';
    if (isInbox && checkedAt !== null) return 3;
    if (this.looked.has(id)) return 2;
    return isInbox ? 1 : 0;
  }
}
