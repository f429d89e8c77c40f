/** Who said STOP to which of our numbers. */
import { prepare } from '#engine/store/statements.ts';
import type { Tx } from '#engine/store/transaction.ts';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { type PhoneAddress, phoneKey } from '#shared/text/phone.ts';

/** Shown on a text that was not sent because its recipient said STOP. */
export const OPT_OUT_ERROR: ErrorInfo = {
  code: 'opted-out',
  message: 'This person asked not to get texts from this number.',
  advice: 'They can text START to this number to allow it again. Until then, use e-mail or call.',
  detail: null,
};

/** The newest opt-out or opt-in of the number decides. */
export function isOptedOut(tx: Pick<Tx, 'db'>, accountId: string, peer: PhoneAddress): boolean {
  const meaning = prepare(
    tx.db,
    `SELECT meaning FROM opt_ledger WHERE account_id = ? AND peer = ? AND meaning <> 'review'
     ORDER BY at DESC, meaning DESC LIMIT 1`,
  )
    .pluck()
    .get(accountId, phoneKey(peer));
  return meaning === 'opt-out';
}
