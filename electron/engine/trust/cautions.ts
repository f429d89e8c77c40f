/** What a reader should know of a sender before trusting: who seems to be somebody else, and who is new. */
import { domainToUnicode } from 'node:url';
import type { SenderClaims } from '#engine/channels/mail/mime/sender-claims.ts';
import { nameKey } from '#engine/people/names.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database } from '#engine/store/transaction.ts';
import type { Address } from '#shared/contract/model.ts';
import type { Caution } from '#shared/contract/trust.ts';
import { mixesScripts, skeleton } from '#shared/text/lookalike.ts';
import { lookalikeAmong } from './lookalike-domain.ts';

export interface CautionedMail {
  row: number;
  accountId: string;
  conversationId: string;
  from: Address;
  replyTo: Address | null;
}

interface Author {
  id: string;
  contactId: string;
  used: number;
}

export class Cautions {
  readonly #db: Database;
  #written: string[] | null = null;
  readonly #complete = new Map<string, boolean>();
  readonly #lookalikes = new Map<string, string | null>();

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Of mail of a list or a program only its domain is looked at: what else looks odd about it is how such mail is made.
   * Whether it is of one its own header says, which a forger writes too.
   */
  of(mail: CautionedMail, claims: SenderClaims): { cautions: Caution[]; firstContact: boolean } {
    const author = this.#author(mail.row);
    if (!author || author.used > 0) return { cautions: [], firstContact: false };
    if (this.#isBulk(mail.conversationId))
      return { cautions: this.#domainCautions(claims), firstContact: false };
    const firstContact = this.#isFirst(author.id, mail);
    return { cautions: this.#cautions(mail, claims, author, firstContact), firstContact };
  }

  #cautions(
    { from, replyTo }: CautionedMail,
    claims: SenderClaims,
    author: Author,
    firstContact: boolean,
  ): Caution[] {
    const { domain, named, answersTo } = claims;
    const cautions: Caution[] = [];
    if (named !== null) cautions.push({ kind: 'named-address', shown: from.address, other: named });
    const namesake = firstContact ? this.#namesake(from.name, author.contactId) : null;
    if (namesake !== null) cautions.push({ kind: 'known-name', shown: from.name, other: namesake });
    cautions.push(...this.#domainCautions(claims));
    if (answersTo !== null && firstContact && replyTo && !this.#isKnown(replyTo.address))
      cautions.push({ kind: 'answers-elsewhere', shown: domain, other: replyTo.address });
    return cautions;
  }

  #domainCautions({ domain, organisation }: SenderClaims): Caution[] {
    const like = this.#lookalike(organisation);
    if (like !== null) return [{ kind: 'lookalike', shown: organisation, other: like }];
    const written = domainToUnicode(domain);
    return mixesScripts(written) ? [{ kind: 'mixed-scripts', shown: domain, other: written }] : [];
  }

  #author(row: number): Author | undefined {
    return prepare<Author>(
      this.#db,
      `SELECT i.id, i.contact_id AS contactId, i.used FROM message_address a JOIN identity i ON i.id = a.identity_id
       WHERE a.message_row = ? AND a.role = 'from' ORDER BY a.position LIMIT 1`,
    ).get(row);
  }

  #isBulk(conversationId: string): boolean {
    return (
      prepare(this.#db, 'SELECT 1 FROM conversation WHERE id = ? AND (bulk = 1 OR list_id IS NOT NULL)').get(
        conversationId,
      ) !== undefined
    );
  }

  /** While mailboxes are fetched for the first time, newest first, older messages may still come. */
  #isFirst(identityId: string, { row, accountId }: CautionedMail): boolean {
    const before = prepare(
      this.#db,
      'SELECT 1 FROM message_address WHERE identity_id = ? AND message_row < ? LIMIT 1',
    ).get(identityId, row);
    return before === undefined && this.#isComplete(accountId);
  }

  #isComplete(accountId: string): boolean {
    let complete = this.#complete.get(accountId);
    if (complete === undefined) {
      complete =
        prepare(
          this.#db,
          'SELECT 1 FROM mailbox WHERE account_id = ? AND selectable = 1 AND checked_at IS NULL AND error IS NULL LIMIT 1',
        ).get(accountId) === undefined;
      this.#complete.set(accountId, complete);
    }
    return complete;
  }

  /** An address of somebody else whom the user writes to and who bears this name. */
  #namesake(name: string, contactId: string): string | null {
    const key = nameKey(name);
    if (key === '') return null;
    const found = prepare(
      this.#db,
      `SELECT i.display FROM contact c JOIN identity i ON i.contact_id = c.id
       WHERE c.name_key IN (?, ?) AND c.name_key <> '' AND c.id <> ? AND i.kind = 'mail' AND i.used > 0 LIMIT 1`,
    )
      .pluck()
      .get(key, nameKey(skeleton(name)), contactId);
    return (found as string | undefined) ?? null;
  }

  #lookalike(organisation: string): string | null {
    let like = this.#lookalikes.get(organisation);
    if (like === undefined) {
      like = lookalikeAmong(organisation, this.#writtenDomains());
      this.#lookalikes.set(organisation, like);
    }
    return like;
  }

  #isKnown(address: string): boolean {
    const key = address.trim().toLowerCase();
    return (
      prepare(this.#db, "SELECT 1 FROM identity WHERE kind = 'mail' AND value = ? AND used > 0").get(key) !==
        undefined ||
      prepare(this.#db, 'SELECT 1 FROM account WHERE lower(address) = ?').get(key) !== undefined
    );
  }

  /** Of my own addresses and of all I have written to. */
  #writtenDomains(): string[] {
    this.#written ??= (
      prepare(
        this.#db,
        `SELECT value FROM identity INDEXED BY identity_written WHERE used > 0 AND kind = 'mail'
         UNION SELECT lower(address) FROM account WHERE channel = 'mail'`,
      )
        .pluck()
        .all() as string[]
    ).map((address) => address.slice(address.lastIndexOf('@') + 1));
    return this.#written;
  }
}
