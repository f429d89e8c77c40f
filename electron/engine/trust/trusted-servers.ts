/** Whose word about a sender counts: that of the server which received the mail for this account, and nobody else's. */
import { knownAuthenticationServers } from '#engine/channels/mail/authentication-servers.ts';
import type { SenderClaims, ServerClaims } from '#engine/channels/mail/mime/sender-claims.ts';
import { getAccount } from '#engine/store/repositories/accounts.ts';
import type { Database } from '#engine/store/transaction.ts';
import type { MailSettings } from '#shared/contract/accounts.ts';
import { howOftenWritten } from './stored-claims.ts';

/** A server that is only known by its domain must be seen on so many mails, and on half of them, before it counts. */
const SEEN_ON = 3;

/** Decides for the mails of one account; made for one read, in which nothing changes. */
export class TrustedServers {
  readonly #db: Database;
  readonly #accountId: string;
  readonly #imapHost: string | null;
  readonly #known: readonly string[] | null;
  readonly #learned = new Map<string, boolean>();

  /** `found`: what the user chose is left out of account. */
  constructor(db: Database, accountId: string, how: 'chosen' | 'found' = 'chosen') {
    this.#db = db;
    this.#accountId = accountId;
    const account = getAccount(db, accountId);
    this.#imapHost =
      account?.provider === 'imap' ? ((account.settings as Partial<MailSettings>).imap?.host ?? '') : null;
    const chosen = how === 'chosen' ? (account?.trustedServer ?? null) : null;
    this.#known =
      chosen === null
        ? knownAuthenticationServers(this.#imapHost ?? '')
        : chosen === ''
          ? []
          : [chosen, `.${chosen}`];
  }

  /** The account has a mail server at all. */
  get receives(): boolean {
    return this.#imapHost !== null;
  }

  /** Names whose word counts always, as `knownAuthenticationServers` has them; `null`: they are learned. */
  get known(): readonly string[] | null {
    return this.#known;
  }

  /** Whether this name, of that organisational domain, counts. */
  believes({ server, organisation }: Pick<ServerClaims, 'server' | 'organisation'>): boolean {
    if (this.#known)
      return this.#known.some((name) => (name.startsWith('.') ? server.endsWith(name) : server === name));
    const host = (this.#imapHost ?? '').toLowerCase();
    if (organisation === '' || (host !== organisation && !host.endsWith(`.${organisation}`))) return false;
    return this.#writesRegularly(organisation);
  }

  /**
   * The topmost results, as long as they are the receiving server's own. A server that goes by several names keeps to
   * those that are known; of any other only the topmost name counts.
   */
  believed({ servers }: SenderClaims): ServerClaims[] {
    const [first] = servers;
    if (!first || !this.believes(first)) return [];
    const end = servers.findIndex(
      (each) => each.server !== first.server && !this.#known?.includes(each.server),
    );
    return end < 0 ? servers : servers.slice(0, end);
  }

  /** Who forges the name of a server that writes no results stands alone with it. */
  #writesRegularly(organisation: string): boolean {
    let regular = this.#learned.get(organisation);
    if (regular === undefined) {
      const { written, received } = howOftenWritten(this.#db, this.#accountId, organisation);
      regular = written >= SEEN_ON && written * 2 >= received;
      this.#learned.set(organisation, regular);
    }
    return regular;
  }
}
