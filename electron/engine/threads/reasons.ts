/**
 * Why a message is in its thread. Stored as a code and a reference, not as a sentence: a sentence would quote other
 * messages' subjects, and erasing those must leave nothing behind.
 */
import { prepare } from '../store/statements.ts';
import type { Database } from '../store/transaction.ts';
import { bareSubject } from './subject.ts';

export type Reason =
  | { kind: 'starts' }
  /** `messageId` with its angle brackets. */
  | { kind: 'answers'; messageId: string }
  | { kind: 'provider' }
  | { kind: 'subject' }
  | { kind: 'number' };

export function encodeReason(reason: Reason): string {
  return 'messageId' in reason ? `${reason.kind} ${reason.messageId}` : reason.kind;
}

/** The sentence people read. Text that is no code, for instance of an import, is returned as it is. */
export function reasonText(db: Database, accountId: string, code: string): string {
  const [kind, messageId = ''] = code.split(' ', 2);
  switch (kind) {
    case 'starts':
      return 'Starts this conversation';
    case 'answers':
      return `Answers ${quoted(db, accountId, messageId, 'a message that is not here')}`;
    case 'provider':
      return 'Your mail provider keeps these together';
    case 'subject':
      return 'Same subject and people, within two weeks';
    case 'number':
      return 'Texts with the same number';
    default:
      return code;
  }
}

function quoted(db: Database, accountId: string, messageId: string, otherwise: string): string {
  const subject = prepare(
    db,
    `SELECT m.subject FROM mail l JOIN message m ON m.row = l.message_row
     WHERE l.account_id = ? AND l.message_id = ? LIMIT 1`,
  )
    .pluck()
    .get(accountId, messageId) as string | undefined;
  const bare = subject === undefined ? '' : bareSubject(subject);
  return bare === '' ? otherwise : `“${bare}”`;
}
