/**
 * Who may not be texted. A carrier blocks one of our numbers; we are one sender with all of them, so STOP to one is
 * STOP to all (47 CFR 64.1200(a)(10)), and only START to that same number takes it back. Removing the number forgets
 * nothing; as nobody can write to it then, START to any other one takes it back.
 */
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import type { ErrorInfo } from '#shared/contract/model.ts';
import type { Standing } from '#shared/contract/texts.ts';
import { parsePhone } from '#shared/text/phone.ts';
import { type PhoneAddress, phoneKey } from '#shared/text/phone-address.ts';

/** Shown on a text that was not sent because its recipient said STOP. */
export const OPT_OUT_ERROR: ErrorInfo = {
  code: 'opted-out',
  message: 'This person asked not to get texts from you.',
  advice: 'They can text START to the number they wrote STOP to. Until then, use email or call.',
  detail: null,
};

/** Shown on a text that waits for the user to say what its recipient meant. */
const REVIEW_ERROR: ErrorInfo = {
  code: 'opt-out-review',
  message: 'This person may have asked not to get texts from you.',
  advice: 'Open the conversation and say what they meant; then send it again.',
  detail: null,
};

interface Word {
  own: string;
  connected: 0 | 1;
  meaning: 'opt-out' | 'opt-in' | 'review' | 'go-on';
  source: 'keyword' | 'carrier' | 'user';
  keyword: string | null;
  at: number;
}

/** Whether the number may be texted, by its {@link phoneKey}. A wording in doubt takes back no STOP. */
export function standingOf(db: Database, peer: string): Standing {
  const words = prepare(
    db,
    `SELECT own, EXISTS (SELECT 1 FROM account WHERE channel = 'sms' AND address = own) AS connected,
       meaning, source, keyword, at
     FROM opt_ledger WHERE peer = ? ORDER BY at DESC, meaning DESC`,
  ).all(peer) as Word[];
  const numbers = new Map(words.map((word) => [word.own, word.connected === 1]));
  const said = [...numbers].map(([own, connected]) =>
    words.filter(
      (word) => word.own === own || (!connected && word.meaning === 'opt-in' && word.source !== 'user'),
    ),
  );
  const firm = said.map((mine) => mine.find(({ meaning }) => meaning === 'opt-out' || meaning === 'opt-in'));
  const newest = said.map((mine) => mine[0]);
  const word =
    firm.find((one) => one?.meaning === 'opt-out') ?? newest.find((one) => one?.meaning === 'review');
  if (!word) return { state: 'open' };
  const { meaning, at, own, connected, source, keyword } = word;
  return {
    state: meaning === 'opt-out' ? 'opted-out' : 'review',
    at,
    words: source === 'keyword' ? keyword : null,
    own,
    connected: connected === 1,
    source,
  };
}

/** Why no text may leave for this number now, or null. */
export function textRefusal(tx: Pick<Tx, 'db'>, peer: PhoneAddress): ErrorInfo | null {
  const { state } = standingOf(tx.db, phoneKey(peer));
  if (state === 'opted-out') return OPT_OUT_ERROR;
  return state === 'review' ? REVIEW_ERROR : null;
}

/**
 * The user says what was meant. `stop` turns a wording in doubt into an opt-out; `go-on` settles the doubt, or takes
 * back a `stop` of the user's own; it never takes back what the person or the carrier said.
 */
export function answerReview(tx: Tx, { to, meant }: { to: string; meant: 'stop' | 'go-on' }): void {
  const parsed = parsePhone(to, null);
  if (!parsed.ok) return;
  const peer = phoneKey(parsed.address);
  const standing = standingOf(tx.db, peer);
  if (standing.state === 'open' || (standing.state === 'opted-out' && standing.source !== 'user')) return;
  const doubt = standing.state === 'review';
  if (!doubt && meant === 'stop') return;
  prepare(
    tx.db,
    `INSERT INTO opt_ledger (own, peer, evidence, meaning, source, keyword, at) VALUES (?, ?, ?, ?, 'user', NULL, ?)`,
  ).run(
    standing.own,
    peer,
    tx.id(),
    meant === 'stop' ? 'opt-out' : doubt ? 'go-on' : 'opt-in',
    Math.max(tx.now(), standing.at + 1),
  );
  tx.changed.people();
}
