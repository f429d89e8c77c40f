import type { ListedMailbox, MailboxRecord } from '../ports.ts';
import type { MailboxNumbers } from './mailbox-list.ts';

/**
 * Compares what STATUS says with what the store recorded. `relist`: mailboxes came, went or changed their attributes.
 * A mailbox never compared to the end is always outdated.
 */
export function needsSync(
  records: MailboxRecord[],
  listed: ListedMailbox[],
  numbers: MailboxNumbers[],
): { relist: boolean; mailboxIds: string[] } {
  const byPath = new Map(records.map((record) => [record.path, record]));
  const relist =
    listed.length !== records.length ||
    listed.some(({ path, specialUse, selectable, subscribed }) => {
      const record = byPath.get(path);
      return (
        !record ||
        record.specialUse !== specialUse ||
        record.selectable !== selectable ||
        record.subscribed !== subscribed
      );
    });
  const mailboxIds = numbers.flatMap((now) => {
    const record = byPath.get(now.path);
    if (!record?.selectable) return [];
    const differs = (value: number | string | null, known: number | string | null) =>
      value !== null && value !== known;
    const outdated =
      record.checkedAt === null ||
      differs(now.uidValidity, record.uidValidity) ||
      differs(now.uidNext, record.uidNext) ||
      differs(now.messages, record.exists) ||
      (record.highestModseq !== null && differs(now.highestModseq, record.highestModseq));
    return outdated ? [record.id] : [];
  });
  return { relist, mailboxIds };
}
