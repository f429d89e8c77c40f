/** What the SMS channel asks of the rest of the engine. Each store operation is ONE durable transaction. */
import type { E164, PhoneAddress } from '#shared/text/phone-address.ts';
import type { CarrierEvent, Cursor, FetchedMedia, Gap, MediaRef } from './carrier.ts';
import type { CarrierError } from './carrier-error.ts';
import type { DeliveryStatus } from './delivery-status.ts';

/** Time, injected. `sleep` resolves early, without error, when the signal is aborted. */
export interface Clock {
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/**
 * `queued` → `claimed` → `dispatching` → `accepted` | `failed` | `ambiguous`;
 * `ambiguous` → `accepted` | `queued` (proved not sent) | `needs-human` ("may have been sent").
 */
export type OutboxState =
  | 'queued'
  | 'claimed'
  | 'dispatching'
  | 'accepted'
  | 'failed'
  | 'ambiguous'
  | 'needs-human';

export interface OutMedia {
  mime: string;
  size: number;
  read(): Promise<Uint8Array>;
}

export interface OutboxText {
  /** UUIDv7, made before the first attempt, never used for another text. */
  clientRef: string;
  accountId: string;
  to: PhoneAddress;
  text: string;
  media: readonly OutMedia[];
  /** Attempts begun, this one included. */
  attempt: number;
}

/** A text whose fate is open, with what is known about the attempt. */
export interface UnresolvedText {
  clientRef: string;
  state: 'dispatching' | 'ambiguous' | 'needs-human';
  to: PhoneAddress;
  text: string;
  mediaCount: number;
  wireStartedAt: number;
  /** When the attempt was given up; null when the program stopped in the middle of it. */
  wireEndedAt: number | null;
  /** Carrier's clock minus ours when the attempt began; null when it was not known yet. */
  skewMs: number | null;
  /** Lists read without finding it. */
  misses: number;
  firstMissAt: number | null;
  lastMissAt: number | null;
}

export interface NonTerminalText {
  remoteId: string;
  acceptedAt: number;
  refreshedAt: number | null;
}

export interface LedgerEntry {
  peer: PhoneAddress;
  /** `review`: worded like a revocation; the user decides. `opt-in` has an effect only after an opt-out. */
  meaning: 'opt-out' | 'opt-in' | 'review';
  source: 'keyword' | 'carrier';
  keyword: string | null;
  /** Remote id of the text, or client reference of the refused one. */
  evidence: string;
  at: number;
}

export interface EventBatch {
  events: readonly CarrierEvent[];
  ledger: readonly LedgerEntry[];
  /** Null for events that did not come from a poll. */
  next: Cursor | null;
  gap: Gap | null;
}

export interface PendingMedia {
  remoteId: string;
  media: MediaRef;
  attempts: number;
}

export interface SmsStore {
  loadCursor(accountId: string): Promise<Cursor | null>;

  /**
   * Upserts by (account, remote id); statuses merge with `mergeStatus`; text and media of a known message stay.
   * An `outbound` with a remote id bound to an outbox row updates that row, any other becomes a message "sent
   * elsewhere". Ledger entries are appended, and an opt-out fails every queued or claimed text to that peer.
   * The cursor is written with them.
   */
  applyEvents(accountId: string, batch: EventBatch): Promise<void>;

  /** After a start: every `dispatching` row becomes `ambiguous` (end unknown), every `claimed` one `queued`. */
  recoverInterrupted(accountId: string): Promise<void>;

  /**
   * The oldest queued text whose hold and back-off are over (`at ≤ now`) becomes `claimed`; its attempt counts.
   * A text to someone who opted out fails with code `opted-out` instead, one to somebody whose wording the user has
   * still to judge with `opt-out-review`, and the next is looked at.
   */
  claimNextText(accountId: string, now: number): Promise<OutboxText | null>;
  /** When the next queued text is due; null when none waits. */
  nextTextDueAt(accountId: string): Promise<number | null>;

  /**
   * `claimed` → `dispatching`, on disk before it resolves. False, and nothing to send, when the text was
   * cancelled or its recipient opted out since the claim (then it is `failed` or gone already).
   */
  markWireStarted(clientRef: string, at: number, skewMs: number | null): Promise<boolean>;
  /**
   * Binds the remote id, also of a text that was queued again meanwhile (it then is not sent again). Doing it
   * twice with the same id changes nothing. When a poll already brought that id as "sent elsewhere", both become one message.
   * Throws if either belongs to another already.
   */
  markAccepted(clientRef: string, remote: AcceptedText): Promise<void>;
  /** Certainly not sent, and will not be: `failed`. An `opted-out` error comes with its ledger entry. */
  markFailed(clientRef: string, error: CarrierError, ledger: LedgerEntry | null): Promise<void>;
  /**
   * Certainly not sent, or the user wants it again: back to `queued`, not before `nextAt`. Misses are forgotten.
   * No effect on an accepted text: the user's click may come after the answer.
   */
  markRetry(clientRef: string, error: CarrierError | null, nextAt: number): Promise<void>;
  markAmbiguous(clientRef: string, error: CarrierError, endedAt: number): Promise<void>;
  /** No effect on a text that is not unresolved any more. */
  markNeedsHuman(clientRef: string, reason: string): Promise<void>;
  /** Counts a complete list without the text, if it is still unresolved. */
  recordMiss(clientRef: string, at: number): Promise<void>;
  /** "Mark as sent": `accepted` without a remote id. */
  acceptByUser(clientRef: string): Promise<void>;

  /** Rows `dispatching`, `ambiguous` and `needs-human`, oldest attempt first. */
  listUnresolved(accountId: string): Promise<readonly UnresolvedText[]>;
  /** Remote ids bound to outbox rows of the account, whose attempt began at or after `since`. */
  boundRemoteIds(accountId: string, since: number): Promise<ReadonlySet<string>>;
  /** Accepted texts with a remote id and no terminal status, accepted at or after `since`. */
  listNonTerminal(accountId: string, since: number): Promise<readonly NonTerminalText[]>;
  markRefreshed(accountId: string, remoteIds: readonly string[], at: number): Promise<void>;

  /** Media of received texts still to be fetched and due (`at ≤ now`), oldest first. */
  listPendingMedia(accountId: string, now: number, limit: number): Promise<readonly PendingMedia[]>;
  saveMedia(accountId: string, item: PendingMedia, fetched: FetchedMedia): Promise<void>;
  /** `retryAt` null: given up. */
  markMediaFailed(
    accountId: string,
    item: PendingMedia,
    error: CarrierError,
    retryAt: number | null,
  ): Promise<void>;
}

export interface AcceptedText {
  remoteId: string;
  status: DeliveryStatus;
  segments: number | null;
  at: number;
}

export type ChannelState =
  | { state: 'starting' | 'idle' | 'syncing' | 'paused' | 'stopped' }
  /** Retried by itself. */
  | { state: 'offline'; since: number; error: CarrierError }
  /** Waits for the user, then `resume()`. */
  | { state: 'needs-user'; error: CarrierError };

/** What the account is: one number at one carrier. */
export interface SmsAccount {
  id: string;
  number: E164;
  /** Language tags whose STOP words count besides English. */
  locales: readonly string[];
}
