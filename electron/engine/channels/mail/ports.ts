/**
 * What the mail channel needs from the layers around it. The sync engine knows no database and no parser: it calls
 * these interfaces. `Parsed` is whatever the injected parser returns; the engine only passes it on.
 *
 * Rules every `MailStore` keeps:
 * - each call is one transaction, durable when its promise resolves, and idempotent: repeating it changes nothing;
 * - every call that names UIDs also names the UIDVALIDITY they belong to (RFC 9051 section 2.3.1.1). When the
 *   mailbox has another one by now, the call changes nothing and resolves: a late answer must not touch new UIDs;
 * - what the server said is recorded as such; local actions it has not confirmed stay on top of it.
 */
import type { MailError } from './errors.ts';

/** MODSEQ values are 63 bits wide (RFC 7162), so they travel as decimal strings. */
export type Modseq = string;

/** Inclusive range of UIDs. */
export interface UidRange {
  first: number;
  last: number;
}

/** RFC 6154 attributes, plus INBOX; `null` for an ordinary mailbox. */
export type SpecialUse = 'inbox' | 'all' | 'archive' | 'drafts' | 'flagged' | 'junk' | 'sent' | 'trash';

/** One line of LIST. */
export interface ListedMailbox {
  /** Full path, decoded to Unicode. The identity of a mailbox within its account. */
  path: string;
  /** Hierarchy separator; `null` when the namespace is flat. */
  delimiter: string | null;
  specialUse: SpecialUse | null;
  subscribed: boolean;
  /** False for \Noselect and \NonExistent: a name in the tree without messages. */
  selectable: boolean;
  /** The path it had before another program renamed it; left out when that is not known. */
  renamedFrom?: string;
}

/** What a mailbox is, as far as the server says when it is selected. */
export interface MailboxTraits {
  /** The keywords it can keep; `null`: any, or not known. */
  keywords: string[] | null;
  /** MAILBOXID (RFC 8474), which a renamed mailbox keeps; `null` where there is none. */
  objectId: string | null;
}

/** How far a mailbox is synced. All `null` until it was selected for the first time. */
export interface MailboxSyncState {
  uidValidity: number | null;
  uidNext: number | null;
  /** Every flag change up to this one is in the store; `null` without CONDSTORE. */
  highestModseq: Modseq | null;
  /** Messages the server had when the mailbox was last looked at. */
  exists: number | null;
  /** Milliseconds since the epoch of the last complete comparison with the server. */
  checkedAt: number | null;
}

export interface MailboxRecord extends Omit<ListedMailbox, 'renamedFrom'>, MailboxSyncState, MailboxTraits {
  id: string;
  accountId: string;
}

/** One message as it comes from the server. */
export interface IncomingMessage<Parsed> {
  uid: number;
  /** INTERNALDATE in milliseconds since the epoch. */
  internalDate: number;
  flags: string[];
  /** RFC822.SIZE in bytes: what the server says, not what arrived. */
  size: number;
  /** The whole RFC 5322 source; `null` when only the headers and the text were fetched so far. */
  source: Uint8Array | null;
  /** `null` when no parser could make anything of it: keep the source and show that. */
  parsed: Parsed | null;
  /** The files of a message whose source is not here; absent when the source tells. */
  outline?: PartOutline[];
  modseq: Modseq | null;
  /** OBJECTID EMAILID or X-GM-MSGID: the same message in several mailboxes has the same one. */
  emailId: string | null;
  /** OBJECTID THREADID or X-GM-THRID. */
  threadId: string | null;
}

/** A file as the server describes it before its content is here. */
export interface PartOutline {
  /** What BODY[…] asks for it by (RFC 9051 section 6.4.5.1). */
  section: string;
  filename: string | null;
  contentType: string;
  /** Without its angle brackets. */
  contentId: string | null;
  /** Bytes of its content, as far as that can be told. */
  size: number;
  /** Meant to be seen within the text. */
  inline: boolean;
}

export interface FlagState {
  uid: number;
  /** All flags of the message; this replaces what was known of the server's flags. */
  flags: string[];
  modseq: Modseq | null;
}

/** What is known of a message before its body is fetched, to find out whether the body is needed at all. */
export interface MessageSummary extends FlagState {
  /** Without its angle brackets; `null` when there is none. */
  messageId: string | null;
  size: number;
  internalDate: number;
  emailId: string | null;
}

/** Receives the source of a large message in order, then ends with exactly one of `commit` and `abort`. */
export interface SourceSink<Parsed> {
  write(chunk: Uint8Array): Promise<void>;
  /** Attaches the source to the message in one transaction. `parsed` null keeps what was derived before. */
  commit(parsed: Parsed | null): Promise<void>;
  /** Forgets everything written. */
  abort(): Promise<void>;
}

export interface MailStore<Parsed> {
  listMailboxes(accountId: string): Promise<MailboxRecord[]>;
  /**
   * Makes the account's mailboxes exactly those listed: adds, updates attributes, removes those that are gone (and
   * the places of messages in them). A mailbox that stays, or was renamed, keeps its id and its sync state.
   */
  upsertMailboxes(accountId: string, listed: ListedMailbox[]): Promise<MailboxRecord[]>;
  /**
   * The server gave the mailbox a new UIDVALIDITY: forget all its UIDs and its sync state and set the new value, but
   * keep the messages until `rematch`, `ingest` or `finishReset` decide, so that local facts (labels, notes, joins)
   * survive. No-op when `uidValidity` is already current.
   */
  resetMailbox(mailboxId: string, uidValidity: number): Promise<void>;
  /**
   * Gives messages the store already has (left over by `resetMailbox`, or the same message in another mailbox of the
   * account) their place in this mailbox, by EMAILID or by Message-ID together with size, without fetching their
   * bodies. Resolves to the UIDs that found their message; the caller fetches the rest.
   */
  rematch(mailboxId: string, uidValidity: number, summaries: MessageSummary[]): Promise<number[]>;
  /** The mailbox is complete again after a reset: what found no UID is gone from the server. */
  finishReset(mailboxId: string, uidValidity: number): Promise<void>;
  /**
   * UIDs from `from` on that have their place in the store, sorted, not overlapping. Includes messages whose source is
   * incomplete.
   */
  knownUids(mailboxId: string, from: number): Promise<UidRange[]>;
  /** How many UIDs `knownUids` would name, without looking at each. */
  countUids(mailboxId: string): Promise<number>;
  /** The server's flags as last recorded, of the known UIDs from `first` to `last`, ascending. */
  knownFlags(mailboxId: string, first: number, last: number): Promise<{ uid: number; flags: string[] }[]>;
  /** Known messages with `source: null`, newest first. */
  incompleteUids(mailboxId: string): Promise<{ uid: number; size: number; internalDate: number }[]>;
  /**
   * Adds messages, at most 32 and ascending by UID. A UID already known keeps its message and takes the flags. The
   * same message known by EMAILID, or one waiting since `resetMailbox` with the same Message-ID, is given this place
   * instead of a second copy.
   */
  ingest(mailboxId: string, uidValidity: number, batch: IncomingMessage<Parsed>[]): Promise<void>;
  /** Opens a sink for the source of a known message; resolves to `null` when it is not needed any more. */
  openSource(mailboxId: string, uidValidity: number, uid: number): Promise<SourceSink<Parsed> | null>;
  /** Records the server's flags. Unknown UIDs are ignored. */
  applyFlags(mailboxId: string, uidValidity: number, states: FlagState[]): Promise<void>;
  /** These UIDs are gone from the mailbox. A message with no place left is gone from the account. */
  expunge(mailboxId: string, uidValidity: number, uids: UidRange[]): Promise<void>;
  /** What the server says of the mailbox itself; called before what it says of messages in it. */
  noteTraits(mailboxId: string, traits: MailboxTraits): Promise<void>;
  /** Called after everything the state claims is durable. */
  saveState(mailboxId: string, state: MailboxSyncState): Promise<void>;
  /** The mailbox could not be compared; the next `saveState` forgets it. */
  noteFailure(mailboxId: string, error: MailError): Promise<void>;
}

export interface ParseHints {
  /** Milliseconds since the epoch; used when there is no usable Date. */
  internalDate: number;
  /** The source is the message from its first byte to its last, not only header and text. */
  whole: boolean;
}

/**
 * Parses one message. Must resolve for every input, however broken, within its own limits of time and memory;
 * a rejection is treated as "cannot be parsed" and the message is kept with its source.
 */
export type ParseMessage<Parsed> = (source: Uint8Array, hints: ParseHints) => Promise<Parsed>;

export type MailSyncPhase = 'starting' | 'syncing' | 'idle' | 'paused' | 'offline' | 'error';

/** Where one account stands, for the line that says so. */
export interface MailAccountStatus {
  state: MailSyncPhase;
  /** Path of the mailbox worked on just now. */
  mailbox: string | null;
  /** Messages in the store and on the server, over all mailboxes looked at so far. */
  done: number;
  total: number;
  /** Milliseconds since the epoch. */
  checkedAt: number | null;
  /** Since when the server has said nothing while it was asked something. */
  silentSince: number | null;
  offlineSince: number | null;
  nextAttemptAt: number | null;
  error: MailError | null;
}

export interface MailboxProgress {
  mailboxId: string;
  path: string;
  state: 'waiting' | 'listing' | 'fetching' | 'flags' | 'large' | 'done';
  /** Messages of this mailbox in the store, and on the server. */
  done: number;
  total: number;
}

/** Where one mailbox stands just now. */
export interface MailboxStanding {
  /** `waiting`: something is to be compared or fetched. */
  state: 'waiting' | 'working' | 'checked' | 'failed';
  /** Milliseconds since the epoch; when it was last seen to be in line with the server, since the account was started. */
  checkedAt: number | null;
}

/** Called by the sync engine; must not throw and must return at once. */
export interface MailObserver {
  status(status: MailAccountStatus): void;
  progress(progress: MailboxProgress): void;
  /** One line of technical log without content, addresses or secrets. */
  log?(event: string, facts: Record<string, string | number | boolean | null>): void;
}
