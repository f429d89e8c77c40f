/** Which of the mails a sync brings have just arrived, and what rules look at of them. */
import type { Arrival } from '#engine/rules/run.ts';
import type { MailboxRow } from '#engine/store/repositories/mailboxes.ts';
import type { PreparedMail } from './prepared-mail.ts';

/** What lay on the server this long before the last complete check was put back, and did not arrive. */
const PUT_BACK_MS = 86_400_000;

/** Not what the first sync of a mailbox brings, nor the one after its UIDs were forgotten. */
export function hasJustArrived(
  { checked_at, resetting }: MailboxRow,
  { internalDate }: PreparedMail,
): boolean {
  return checked_at !== null && resetting === 0 && internalDate > checked_at - PUT_BACK_MS;
}

export function toArrival(row: number, { account_id }: MailboxRow, mail: PreparedMail): Arrival {
  const { from, subject, listId } = mail;
  const hasFiles = mail.attachments.some(({ inline }) => !inline);
  const hasAttachments = hasFiles || mail.source !== null ? hasFiles : null;
  return {
    row,
    mail: { accountId: account_id, from, to: [...mail.to, ...mail.cc], subject, listId, hasAttachments },
  };
}
