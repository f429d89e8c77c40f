/**
 * Sends queued texts: never twice, never lost. The attempt is on disk before its first byte; an attempt whose
 * end is unknown is looked up at the carrier before anything else happens to it.
 */
import { countSegments } from '#shared/text/segments.ts';
import type { MediaHost, SmsCarrier } from './carrier.ts';
import { asCarrierError, type CarrierError } from './carrier-error.ts';
import type { Clock, LedgerEntry, OutboxText, SmsAccount, SmsStore, UnresolvedText } from './ports.ts';
import { publishMedia } from './publish-media.ts';
import { backoffMs, creationWindow, nextLookAt, provesAbsence } from './schedule.ts';

const DAY_MS = 24 * 3600_000;
/** Attempts at a text that the carrier itself keeps refusing for now. */
const MAX_REFUSED_ATTEMPTS = 8;

export interface DispatchPorts {
  account: SmsAccount;
  carrier: SmsCarrier;
  store: SmsStore;
  clock: Clock;
  mediaHost: MediaHost;
  /** In [0, 1). */
  random: () => number;
}

export class OutboxDispatcher {
  readonly #ports: DispatchPorts;
  /** Pace and back-off of the account; no attempt begins before. */
  #notBefore = 0;
  #failures = 0;

  constructor(ports: DispatchPorts) {
    this.#ports = ports;
  }

  /** Call once, before anything else, when the channel starts. */
  recover(): Promise<void> {
    return this.#ports.store.recoverInterrupted(this.#ports.account.id);
  }

  /** Forgets back-off, for when the network is back or the user asks. */
  retryNow(): void {
    this.#notBefore = 0;
    this.#failures = 0;
  }

  /** When there is something to send (if `sending`) or to look up; Infinity when there is nothing. */
  async nextDueAt(sending: boolean): Promise<number> {
    const { store, account } = this.#ports;
    const looks = (await store.listUnresolved(account.id)).map(nextLookAt);
    const due = sending ? await store.nextTextDueAt(account.id) : null;
    if (due !== null) looks.push(Math.max(due, this.#notBefore));
    return Math.min(...looks, Number.POSITIVE_INFINITY);
  }

  /**
   * Looks for unresolved texts in the carrier's list when one is due, or at once with `force`. Throws
   * CarrierError when the list cannot be read.
   */
  async reconcile(signal: AbortSignal, force = false): Promise<void> {
    const { store, account, carrier, clock } = this.#ports;
    const unresolved = await store.listUnresolved(account.id);
    const now = clock.now();
    if (unresolved.length === 0 || !(force || unresolved.some((t) => nextLookAt(t) <= now))) return;
    if (carrier.clockSkewMs === null) await carrier.checkAuth(signal);
    const skew = carrier.clockSkewMs ?? 0;
    const probes = unresolved.map((t) => ({
      clientRef: t.clientRef,
      to: t.to,
      text: t.text,
      mediaCount: t.mediaCount,
      ...creationWindow(t, skew),
    }));
    const oldest = Math.min(...unresolved.map((t) => t.wireStartedAt));
    const taken = await store.boundRemoteIds(account.id, oldest - DAY_MS);
    for (const result of await carrier.reconcile(probes, taken, signal)) {
      const text = unresolved.find((t) => t.clientRef === result.clientRef);
      if (!text) continue;
      if (result.verdict === 'sent') {
        const { remoteId, status } = result;
        await store.markAccepted(text.clientRef, {
          remoteId,
          status,
          segments: null,
          at: text.wireStartedAt,
        });
      } else if (result.verdict === 'absent') await this.#absent(text, result.asOf, skew);
      else if (text.state !== 'needs-human') await store.markNeedsHuman(text.clientRef, result.reason);
    }
  }

  async #absent(text: UnresolvedText, asOf: number, skew: number): Promise<void> {
    const { store, clock } = this.#ports;
    if (text.state === 'needs-human') return;
    const now = clock.now();
    if (provesAbsence(text, asOf, skew, now)) await store.markRetry(text.clientRef, null, now);
    else await store.recordMiss(text.clientRef, now);
  }

  /**
   * Makes one attempt at the next due text. False when there is none or it is not time yet. Throws CarrierError
   * of kind `auth` or `insufficient-funds` (the text is queued again): nothing can be sent until the user acts.
   */
  async dispatchOne(signal: AbortSignal): Promise<boolean> {
    const { store, account, carrier, clock } = this.#ports;
    if (clock.now() < this.#notBefore) return false;
    const text = await store.claimNextText(account.id, clock.now());
    if (!text) return false;
    let mediaUrls: string[];
    try {
      mediaUrls = await publishMedia(text, carrier.capabilities, this.#ports.mediaHost, signal);
    } catch (thrown) {
      await this.#notPublished(text, asCarrierError(thrown));
      return true;
    }
    const started = await store.markWireStarted(text.clientRef, clock.now(), carrier.clockSkewMs);
    if (!started) return true;
    const sent = await carrier.send({ to: text.to, text: text.text, mediaUrls }, signal);
    const pace =
      (countSegments(text.text).segments + mediaUrls.length) / carrier.capabilities.segmentsPerSecond;
    this.#notBefore = clock.now() + pace * 1000;
    if (sent.outcome === 'accepted') {
      this.#failures = 0;
      const { remoteId, status, segments } = sent;
      await store.markAccepted(text.clientRef, { remoteId, status, segments, at: clock.now() });
    } else await this.#failed(text, sent.error);
    return true;
  }

  /** The text itself was not attempted; trouble with its media holds up no other text. */
  async #notPublished(text: OutboxText, error: CarrierError): Promise<void> {
    const { store, clock, random } = this.#ports;
    const final =
      error.kind === 'permanent' || (error.scope !== 'network' && text.attempt >= MAX_REFUSED_ATTEMPTS);
    if (final) return store.markFailed(text.clientRef, error, null);
    const wait = error.retryAfterMs ?? backoffMs(text.attempt, random());
    return store.markRetry(text.clientRef, error, clock.now() + wait);
  }

  async #failed(text: OutboxText, error: CarrierError): Promise<void> {
    const { store, clock } = this.#ports;
    const now = clock.now();
    switch (error.kind) {
      case 'ambiguous':
        return store.markAmbiguous(text.clientRef, error, now);
      case 'retryable':
      case 'rate-limited':
        if (error.kind === 'retryable' && error.scope !== 'network' && text.attempt >= MAX_REFUSED_ATTEMPTS) {
          return store.markFailed(text.clientRef, error, null);
        }
        return this.#later(text, error, now);
      case 'auth':
      case 'insufficient-funds':
        await store.markRetry(text.clientRef, error, now);
        throw error;
      case 'opted-out':
        return store.markFailed(text.clientRef, error, this.#refusedByCarrier(text, error, now));
      default:
        return store.markFailed(text.clientRef, error, null);
    }
  }

  async #later(text: OutboxText, error: CarrierError, now: number): Promise<void> {
    this.#failures++;
    const wait = error.retryAfterMs ?? backoffMs(this.#failures, this.#ports.random());
    this.#notBefore = Math.max(this.#notBefore, now + wait);
    await this.#ports.store.markRetry(text.clientRef, error, now + wait);
  }

  #refusedByCarrier(text: OutboxText, error: CarrierError, at: number): LedgerEntry {
    const keyword = error.carrierCode ?? null;
    return { peer: text.to, meaning: 'opt-out', source: 'carrier', keyword, evidence: text.clientRef, at };
  }
}
