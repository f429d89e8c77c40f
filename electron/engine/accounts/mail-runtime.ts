/** A mailbox account while the engine runs. */

import type { SecretSource } from '#engine/channels/mail/credential.ts';
import { ImapAccount } from '#engine/channels/mail/imap/account.ts';
import type { CondensedMessage } from '#engine/channels/mail/mime/condense.ts';
import type { MailAccountStatus, MailStore, ParseMessage } from '#engine/channels/mail/ports.ts';
import { type SmtpOffer, smtpOffer } from '#engine/channels/mail/smtp/offer.ts';
import type { AccountRecord } from '#engine/store/repositories/accounts.ts';
import type { MailSettings, SyncState } from '#shared/contract/accounts.ts';
import type { AccountRuntime, OnSync } from './runtime.ts';

export interface MailRuntimeOptions {
  account: AccountRecord;
  secret: SecretSource;
  store: MailStore<CondensedMessage>;
  parse: ParseMessage<CondensedMessage>;
  onSync: OnSync;
  log: (event: string, facts: Record<string, string | number | boolean | null>) => void;
}

export class MailRuntime implements AccountRuntime {
  readonly imap: ImapAccount<CondensedMessage>;
  readonly settings: MailSettings;
  readonly secret: SecretSource;
  #offer: Promise<SmtpOffer | null> | null = null;
  #online = true;

  constructor({ account, secret, store, parse, onSync, log }: MailRuntimeOptions) {
    this.settings = account.settings as MailSettings;
    this.secret = secret;
    this.imap = new ImapAccount({
      accountId: account.id,
      settings: this.settings,
      secret,
      store,
      parse,
      observer: { status: (status) => onSync(toSyncState(status)), progress: () => {}, log },
    });
  }

  /** What the server that mail is sent with offers, asked once; `null`: it cannot be asked now. */
  smtpOffer(): Promise<SmtpOffer | null> {
    this.#offer ??= smtpOffer(this.settings, this.secret).catch(() => {
      this.#offer = null;
      return null;
    });
    return this.#offer;
  }

  start(): void {
    this.imap.start();
  }

  stop(): Promise<void> {
    return this.imap.stop();
  }

  pause(): void {
    this.imap.pause();
  }

  resume(): void {
    this.imap.resume();
  }

  syncNow(): void {
    // What prevents it is shown in the account's status; nobody waits for this promise.
    this.imap.tryEverything().catch(() => {});
  }

  attend({ online }: { focused: boolean; online: boolean }): void {
    // What was connected before the network went is dead, whether that was noticed or not.
    const isBack = online && !this.#online;
    this.#online = online;
    if (isBack || (online && this.imap.currentStatus.state === 'offline')) this.imap.networkChanged();
  }

  woke(): void {
    this.imap.networkChanged();
  }
}

function toSyncState(status: MailAccountStatus): SyncState {
  return {
    state: status.state,
    what: status.mailbox === 'INBOX' ? 'Inbox' : status.mailbox,
    done: status.done,
    total: status.total,
    checkedAt: status.checkedAt,
    silentSince: status.silentSince,
    offlineSince: status.offlineSince,
    error: status.error?.toInfo() ?? null,
  };
}
