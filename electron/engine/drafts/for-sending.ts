import { type AccountRecord, getAccount } from '#engine/store/repositories/accounts.ts';
import { getDraftRow, type ServerPlace, toDraft } from '#engine/store/repositories/drafts.ts';
import { senderOf } from '#engine/store/repositories/senders.ts';
import type { Database } from '#engine/store/transaction.ts';
import type { Draft } from '#shared/contract/drafts.ts';
import type { Sender } from '#shared/contract/senders.ts';
import type { AnsweredMail } from './answer.ts';
import { readAnsweredMail } from './answered-mail.ts';
import { type DraftFile, draftFiles } from './attachments.ts';

export interface ReadyDraft {
  draft: Draft;
  sending: boolean;
  messageId: string;
  account: AccountRecord | null;
  /** Who it is from; `null` for texts. */
  sender: Sender | null;
  answered: AnsweredMail | null;
  files: DraftFile[];
  serverPlace: ServerPlace | null;
}

/** Everything needed to make a message of a draft; `null` when it is gone. */
export function draftForSending(db: Database, id: string): ReadyDraft | null {
  const row = getDraftRow(db, id);
  if (!row) return null;
  return {
    draft: toDraft(db, row),
    sending: row.sending === 1,
    messageId: row.message_id,
    account: row.account_id === null ? null : getAccount(db, row.account_id),
    sender: row.account_id === null ? null : senderOf(db, row.account_id, row.sender_id),
    answered: row.answers === null ? null : readAnsweredMail(db, row.answers),
    files: draftFiles(db, id),
    serverPlace: row.server_place === null ? null : JSON.parse(row.server_place),
  };
}
