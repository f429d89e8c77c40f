/** An SmsStore in memory with the semantics the port describes. Each method is one transaction: no await inside. */

import type { CarrierEvent, Cursor, FetchedMedia, Gap } from '#engine/channels/sms/carrier.ts';
import { CarrierError } from '#engine/channels/sms/carrier-error.ts';
import { type DeliveryStatus, isTerminal, mergeStatus } from '#engine/channels/sms/delivery-status.ts';
import type {
  AcceptedText,
  EventBatch,
  LedgerEntry,
  NonTerminalText,
  OutboxState,
  OutboxText,
  OutMedia,
  PendingMedia,
  SmsStore,
  UnresolvedText,
} from '#engine/channels/sms/ports.ts';
import { type PhoneAddress, phoneKey } from '#shared/text/phone-address.ts';

export interface Row {
  clientRef: string;
  accountId: string;
  to: PhoneAddress;
  text: string;
  media: readonly OutMedia[];
  state: OutboxState;
  attempt: number;
  nextAt: number;
  queuedAt: number;
  wireStartedAt: number | null;
  wireEndedAt: number | null;
  skewMs: number | null;
  misses: number;
  firstMissAt: number | null;
  lastMissAt: number | null;
  remoteId: string | null;
  acceptedAt: number | null;
  refreshedAt: number | null;
  status: DeliveryStatus;
  error: CarrierError | null;
  needsHuman: string | null;
}

type TextEvent = Extract<CarrierEvent, { type: 'inbound' | 'outbound' }>;

export interface StoredText {
  event: TextEvent;
  status: DeliveryStatus;
}

export class MemorySmsStore implements SmsStore {
  readonly rows: Row[] = [];
  readonly inbound = new Map<string, StoredText>();
  readonly elsewhere = new Map<string, StoredText>();
  readonly ledger: LedgerEntry[] = [];
  readonly gaps: Gap[] = [];
  readonly media = new Map<string, FetchedMedia>();
  readonly mediaFailures: { ref: string; error: CarrierError; retryAt: number | null }[] = [];
  readonly deleted: string[] = [];
  #cursor: Cursor | null = null;
  #pendingMedia: (PendingMedia & { at: number })[] = [];

  /** What a composer does: one durable queued row. */
  queue(text: {
    clientRef: string;
    accountId: string;
    to: PhoneAddress;
    text: string;
    media?: readonly OutMedia[];
    at: number;
  }): void {
    this.rows.push({
      ...text,
      media: text.media ?? [],
      state: 'queued',
      attempt: 0,
      nextAt: text.at,
      queuedAt: text.at,
      wireStartedAt: null,
      wireEndedAt: null,
      skewMs: null,
      misses: 0,
      firstMissAt: null,
      lastMissAt: null,
      remoteId: null,
      acceptedAt: null,
      refreshedAt: null,
      status: 'unknown',
      error: null,
      needsHuman: null,
    });
  }

  row(clientRef: string): Row {
    const row = this.rows.find((r) => r.clientRef === clientRef);
    if (!row) throw new Error(`no outbox row ${clientRef}`);
    return row;
  }

  isOptedOut(peer: PhoneAddress): boolean {
    const last = this.ledger
      .filter((e) => phoneKey(e.peer) === phoneKey(peer) && e.meaning !== 'review')
      .at(-1);
    return last?.meaning === 'opt-out';
  }

  /** A wording like a revocation that nobody has decided about. */
  inReview(peer: PhoneAddress): boolean {
    return this.ledger.filter((e) => phoneKey(e.peer) === phoneKey(peer)).at(-1)?.meaning === 'review';
  }

  async loadCursor(_accountId: string): Promise<Cursor | null> {
    return this.#cursor;
  }

  async applyEvents(_accountId: string, batch: EventBatch): Promise<void> {
    for (const event of batch.events) this.#apply(event);
    for (const entry of batch.ledger) this.#append(entry);
    if (batch.gap) this.gaps.push(batch.gap);
    if (batch.next) this.#cursor = batch.next;
  }

  #apply(event: CarrierEvent): void {
    if (event.type === 'remote-deleted') {
      this.deleted.push(event.remoteId);
      const row = this.rows.find((r) => r.remoteId === event.remoteId);
      if (row) row.status = mergeStatus(row.status, 'canceled');
      return;
    }
    if (event.type === 'inbound') {
      if (this.inbound.has(event.remoteId)) return;
      this.inbound.set(event.remoteId, { event, status: 'unknown' });
      for (const media of event.media)
        this.#pendingMedia.push({ remoteId: event.remoteId, media, attempts: 0, at: 0 });
      return;
    }
    const row = this.rows.find((r) => r.remoteId === event.remoteId);
    const known = this.elsewhere.get(event.remoteId);
    if (row) {
      row.status = mergeStatus(row.status, event.status);
      row.error = event.error ?? row.error;
    } else if (known) known.status = mergeStatus(known.status, event.status);
    else if (event.type === 'outbound') this.elsewhere.set(event.remoteId, { event, status: event.status });
  }

  #append(entry: LedgerEntry): void {
    if (entry.meaning === 'opt-in' && !this.isOptedOut(entry.peer) && !this.inReview(entry.peer)) return;
    if (this.ledger.some((e) => e.evidence === entry.evidence && e.meaning === entry.meaning)) return;
    this.ledger.push(entry);
    if (entry.meaning !== 'opt-out') return;
    for (const row of this.rows) {
      const waiting = row.state === 'queued' || row.state === 'claimed';
      if (waiting && phoneKey(row.to) === phoneKey(entry.peer)) this.#refuse(row);
    }
  }

  #refuse(row: Row, code = 'opted-out'): void {
    row.state = 'failed';
    row.error = new CarrierError({
      code,
      kind: 'opted-out',
      scope: 'recipient',
      wire: 'not-connected',
      message: 'The recipient asked for no more texts.',
      advice: 'They can text START to this number to allow them again.',
    });
  }

  async recoverInterrupted(accountId: string): Promise<void> {
    for (const row of this.rows) {
      if (row.accountId !== accountId) continue;
      if (row.state === 'claimed') row.state = 'queued';
      else if (row.state === 'dispatching') row.state = 'ambiguous';
    }
  }

  async claimNextText(accountId: string, now: number): Promise<OutboxText | null> {
    for (const row of this.rows) {
      if (row.accountId !== accountId || row.state !== 'queued' || row.nextAt > now) continue;
      if (this.isOptedOut(row.to) || this.inReview(row.to)) {
        this.#refuse(row, this.isOptedOut(row.to) ? 'opted-out' : 'opt-out-review');
        continue;
      }
      row.state = 'claimed';
      row.attempt++;
      const { clientRef, to, text, media, attempt } = row;
      return { clientRef, accountId, to, text, media, attempt };
    }
    return null;
  }

  async nextTextDueAt(accountId: string): Promise<number | null> {
    const due = this.rows
      .filter((r) => r.accountId === accountId && r.state === 'queued')
      .map((r) => r.nextAt);
    return due.length === 0 ? null : Math.min(...due);
  }

  async markWireStarted(clientRef: string, at: number, skewMs: number | null): Promise<boolean> {
    const row = this.row(clientRef);
    if (row.state !== 'claimed') return false;
    Object.assign(row, { state: 'dispatching', wireStartedAt: at, wireEndedAt: null, skewMs });
    Object.assign(row, { misses: 0, firstMissAt: null, lastMissAt: null });
    return true;
  }

  async markAccepted(clientRef: string, remote: AcceptedText): Promise<void> {
    const row = this.row(clientRef);
    const owner = this.rows.find((r) => r.remoteId === remote.remoteId);
    if ((owner && owner !== row) || (row.remoteId !== null && row.remoteId !== remote.remoteId)) {
      throw new Error('a remote id is bound once');
    }
    const seen = this.elsewhere.get(remote.remoteId);
    this.elsewhere.delete(remote.remoteId);
    row.state = 'accepted';
    row.remoteId = remote.remoteId;
    row.acceptedAt = remote.at;
    row.status = mergeStatus(mergeStatus(row.status, remote.status), seen?.status ?? 'unknown');
    row.error = null;
  }

  async markFailed(clientRef: string, error: CarrierError, ledger: LedgerEntry | null): Promise<void> {
    Object.assign(this.row(clientRef), { state: 'failed', error });
    if (ledger) this.#append(ledger);
  }

  async markRetry(clientRef: string, error: CarrierError | null, nextAt: number): Promise<void> {
    const row = this.row(clientRef);
    if (row.state === 'accepted') return;
    Object.assign(row, { state: 'queued', error, nextAt, misses: 0, firstMissAt: null, lastMissAt: null });
  }

  async markAmbiguous(clientRef: string, error: CarrierError, endedAt: number): Promise<void> {
    Object.assign(this.row(clientRef), { state: 'ambiguous', error, wireEndedAt: endedAt });
  }

  async markNeedsHuman(clientRef: string, reason: string): Promise<void> {
    const row = this.row(clientRef);
    if (row.state === 'dispatching' || row.state === 'ambiguous')
      Object.assign(row, { state: 'needs-human', needsHuman: reason });
  }

  async recordMiss(clientRef: string, at: number): Promise<void> {
    const row = this.row(clientRef);
    if (row.state !== 'dispatching' && row.state !== 'ambiguous') return;
    row.misses++;
    row.firstMissAt ??= at;
    row.lastMissAt = at;
  }

  async acceptByUser(clientRef: string): Promise<void> {
    Object.assign(this.row(clientRef), { state: 'accepted' });
  }

  async listUnresolved(accountId: string): Promise<readonly UnresolvedText[]> {
    const open: UnresolvedText[] = [];
    for (const row of this.rows) {
      const { clientRef, state, to, text, wireEndedAt, skewMs, misses, firstMissAt, lastMissAt } = row;
      if (row.accountId !== accountId || row.wireStartedAt === null) continue;
      if (state !== 'dispatching' && state !== 'ambiguous' && state !== 'needs-human') continue;
      const at = { wireStartedAt: row.wireStartedAt, wireEndedAt, skewMs, misses, firstMissAt, lastMissAt };
      open.push({ clientRef, state, to, text, mediaCount: row.media.length, ...at });
    }
    return open.sort((a, b) => a.wireStartedAt - b.wireStartedAt);
  }

  async boundRemoteIds(accountId: string, since: number): Promise<ReadonlySet<string>> {
    const bound = this.rows.filter(
      (r) => r.accountId === accountId && r.remoteId !== null && (r.wireStartedAt ?? 0) >= since,
    );
    return new Set(bound.map((r) => r.remoteId ?? ''));
  }

  async listNonTerminal(accountId: string, since: number): Promise<readonly NonTerminalText[]> {
    const open: NonTerminalText[] = [];
    for (const { accountId: owner, state, remoteId, acceptedAt, refreshedAt, status } of this.rows) {
      if (owner !== accountId || state !== 'accepted' || remoteId === null || acceptedAt === null) continue;
      if (acceptedAt >= since && !isTerminal(status)) open.push({ remoteId, acceptedAt, refreshedAt });
    }
    return open;
  }

  async markRefreshed(_accountId: string, remoteIds: readonly string[], at: number): Promise<void> {
    for (const row of this.rows)
      if (row.remoteId !== null && remoteIds.includes(row.remoteId)) row.refreshedAt = at;
  }

  async listPendingMedia(_accountId: string, now: number, limit: number): Promise<readonly PendingMedia[]> {
    const due = this.#pendingMedia.filter((m) => m.at <= now).slice(0, limit);
    return due.map(({ remoteId, media, attempts }) => ({ remoteId, media, attempts }));
  }

  async saveMedia(_accountId: string, item: PendingMedia, fetched: FetchedMedia): Promise<void> {
    this.media.set(item.media.ref, fetched);
    this.#pendingMedia = this.#pendingMedia.filter((m) => m.media.ref !== item.media.ref);
  }

  async markMediaFailed(
    _accountId: string,
    item: PendingMedia,
    error: CarrierError,
    retryAt: number | null,
  ): Promise<void> {
    this.mediaFailures.push({ ref: item.media.ref, error, retryAt });
    const rest = this.#pendingMedia.filter((m) => m.media.ref !== item.media.ref);
    this.#pendingMedia =
      retryAt === null ? rest : [...rest, { ...item, attempts: item.attempts + 1, at: retryAt }];
  }
}
