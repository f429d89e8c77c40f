/** What is said about the sender of a stored mail. */
import type { SenderClaims } from '#engine/channels/mail/mime/sender-claims.ts';
import type { Database } from '#engine/store/transaction.ts';
import type { MailItem } from '#shared/contract/timeline.ts';
import type { SenderCheck } from '#shared/contract/trust.ts';
import { type CautionedMail, Cautions } from './cautions.ts';
import { claimsOf } from './stored-claims.ts';
import { TrustedServers } from './trusted-servers.ts';
import { verdictOf } from './verdict.ts';

export interface CheckedMail extends CautionedMail {
  fromMe: boolean;
  list: boolean;
}

type Said = Pick<MailItem, 'check' | 'cautions' | 'firstContact'>;

const NOTHING: Said = { check: null, cautions: [], firstContact: false };

/** Checks the mails of one read; what is learned about an account's server or the user's people is learned once. */
export class SenderChecks {
  readonly #db: Database;
  readonly #servers = new Map<string, TrustedServers>();
  readonly #cautions: Cautions;

  constructor(db: Database) {
    this.#db = db;
    this.#cautions = new Cautions(db);
  }

  /** Nothing is said of one's own mail, unless it is forged, and for accounts without a server. */
  of(mail: CheckedMail): Said {
    const servers = this.#serversOf(mail.accountId);
    if (!servers.receives) return NOTHING;
    const claims = claimsOf(this.#db, mail.row);
    if (mail.fromMe) return claims ? { ...NOTHING, check: forged(this.#check(claims, mail)) } : NOTHING;
    if (!claims) return { ...NOTHING, check: OLDER };
    return { check: this.#check(claims, mail), ...this.#cautions.of(mail, claims) };
  }

  #check(claims: SenderClaims, { accountId, list }: CheckedMail): SenderCheck {
    return verdictOf(claims, this.#serversOf(accountId).believed(claims), { list });
  }

  #serversOf(accountId: string): TrustedServers {
    const known = this.#servers.get(accountId) ?? new TrustedServers(this.#db, accountId);
    this.#servers.set(accountId, known);
    return known;
  }
}

const OLDER: SenderCheck = {
  outcome: 'unknown',
  domain: '',
  checkedBy: null,
  reasons: [{ code: 'older', domain: '' }],
};

const forged = (check: SenderCheck): SenderCheck | null => (check.outcome === 'suspicious' ? check : null);
