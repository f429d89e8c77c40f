import type { ListedMailbox, MailboxRecord } from '../ports.ts';
import type { MailboxNumbers } from './mailbox-list.ts';

/**
 * Compares what STATUS says with what the store recorded. `relist`: mailboxes came, went or changed their attributes.
 * A mailbox never compared to the end is always outdated, and so is one of which the server says nothing: selecting it
 * shows what is wrong.
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
  const told = new Map(numbers.map((now) => [now.path, now]));
  const mailboxIds = records.flatMap((record) => {
    if (!record.selectable) return [];
    const now = told.get(record.path);
    if (!now || now.messages === null) return [record.id];
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
