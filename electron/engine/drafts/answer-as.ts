/** An answer that is begun becomes one to all, or to the author alone. */
import { myAddresses } from '#engine/people/identities.ts';
import { getDraftRow, toDraft } from '#engine/store/repositories/drafts.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Tx } from '#engine/store/transaction.ts';
import type { Draft } from '#shared/contract/drafts.ts';
import { answerSubject, quoteOf, readdress } from './answer.ts';
import { readAnsweredMail } from './answered-mail.ts';
import { DraftError } from './errors.ts';
import { saveAndMirror } from './mirror.ts';

export interface AnswerAs {
  id: string;
  mode: 'reply' | 'reply-all';
  /** What is answered from now on by a draft that answered no mail, because it was begun as a text. */
  answers: string | null;
}

/** Changes to whom a begun answer goes, and nothing that was written. Throws DraftError `draft-gone`, `message-gone`. */
export function answerAs(tx: Tx, { id, mode, answers }: AnswerAs): Draft {
  const row = getDraftRow(tx.db, id);
  if (!row || row.sending === 1) throw new DraftError('draft-gone');
  const draft = toDraft(tx.db, row);
  const answered = draft.answers ?? (draft.channel === 'mail' ? answers : null);
  prepare(tx.db, 'UPDATE draft SET mode = ?, answers = ? WHERE id = ?').run(mode, answered, id);
  if (answered !== null && draft.channel === 'mail') {
    const mail = readAnsweredMail(tx.db, answered);
    if (!mail) throw new DraftError('message-gone');
    const begun = draft.answers === null && {
      subject: answerSubject(mail.subject, mode),
      quote: quoteOf(mail, mode),
    };
    saveAndMirror(tx, { ...draft, ...readdress(mail, mode, myAddresses(tx.db), draft), ...begun });
  }
  return toDraft(tx.db, getDraftRow(tx.db, id)!);
}
