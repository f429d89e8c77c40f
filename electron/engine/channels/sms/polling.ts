/** Brings in what happened at the carrier: texts, statuses, media. */

import { recognizeKeyword } from '#shared/text/optout.ts';
import { phoneKey } from '#shared/text/phone-address.ts';
import type { CarrierEvent, SmsCarrier } from './carrier.ts';
import { asCarrierError } from './carrier-error.ts';
import type { Clock, LedgerEntry, SmsAccount, SmsStore } from './ports.ts';
import { backoffMs, nextRefreshAt, REFRESH_FOR_MS } from './schedule.ts';

const REFRESH_BATCH = 20;
const MEDIA_BATCH = 5;
const MAX_MEDIA_ATTEMPTS = 8;
/** Largest attachment taken in. */
const MAX_MEDIA_BYTES = 25 * 1024 * 1024;

export interface PollPorts {
  account: SmsAccount;
  carrier: SmsCarrier;
  store: SmsStore;
  clock: Clock;
}

export class Poller {
  readonly #ports: PollPorts;
  readonly #reconcileFirst: (signal: AbortSignal) => Promise<void>;

  /**
   * `reconcileFirst` is called before a listed outgoing text is stored while one of ours to the same number is
   * unresolved: it may be that one.
   */
  constructor(ports: PollPorts, reconcileFirst: (signal: AbortSignal) => Promise<void>) {
    this.#ports = ports;
    this.#reconcileFirst = reconcileFirst;
  }

  /** Reads until nothing more is waiting. Each page is stored with its cursor. Throws CarrierError. */
  async poll(signal: AbortSignal): Promise<void> {
    const { account, carrier, store } = this.#ports;
    for (let more = true; more && !signal.aborted; ) {
      const result = await carrier.poll(await store.loadCursor(account.id), signal);
      if (await this.#mayBeOurs(result.events)) await this.#reconcileFirst(signal);
      const ledger = ledgerEntries(result.events, account);
      await store.applyEvents(account.id, {
        events: result.events,
        ledger,
        next: result.next,
        gap: result.gap,
      });
      more = result.more;
    }
  }

  async #mayBeOurs(events: readonly CarrierEvent[]): Promise<boolean> {
    const sent = events.filter((e) => e.type === 'outbound').map((e) => phoneKey(e.to));
    if (sent.length === 0) return false;
    const unresolved = await this.#ports.store.listUnresolved(this.#ports.account.id);
    return unresolved.some((t) => sent.includes(phoneKey(t.to)));
  }

  /** When a status should be asked for; Infinity when none is open. */
  async nextDueAt(): Promise<number> {
    return Math.min(...(await this.#open()).map(nextRefreshAt), Number.POSITIVE_INFINITY);
  }

  /** Asks for the statuses that are due. Throws CarrierError. */
  async refresh(signal: AbortSignal): Promise<void> {
    const { account, carrier, store, clock } = this.#ports;
    const now = clock.now();
    const due = (await this.#open()).filter((t) => nextRefreshAt(t) <= now).slice(0, REFRESH_BATCH);
    if (due.length === 0) return;
    const ids = due.map((t) => t.remoteId);
    const events = await carrier.refresh(ids, signal);
    await store.applyEvents(account.id, { events, ledger: [], next: null, gap: null });
    await store.markRefreshed(account.id, ids, now);
  }

  #open() {
    const { account, store, clock } = this.#ports;
    return store.listNonTerminal(account.id, clock.now() - REFRESH_FOR_MS);
  }

  /** Fetches media that is due; one that cannot be had is marked, not retried for ever. */
  async fetchMedia(signal: AbortSignal): Promise<void> {
    const { account, carrier, store, clock } = this.#ports;
    for (const item of await store.listPendingMedia(account.id, clock.now(), MEDIA_BATCH)) {
      if (signal.aborted) return;
      try {
        const fetched = await carrier.fetchMedia(item.media, MAX_MEDIA_BYTES, signal);
        await store.saveMedia(account.id, item, fetched);
      } catch (thrown) {
        if (signal.aborted) return;
        const error = asCarrierError(thrown);
        if (error.kind === 'auth') throw error;
        const again = error.kind !== 'permanent' && item.attempts + 1 < MAX_MEDIA_ATTEMPTS;
        const wait = error.retryAfterMs ?? backoffMs(item.attempts + 1, 0.5);
        await store.markMediaFailed(account.id, item, error, again ? clock.now() + wait : null);
      }
    }
  }
}

/** What received texts and refusals mean for who may be texted, oldest first so that the last word counts. */
function ledgerEntries(events: readonly CarrierEvent[], account: SmsAccount): LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  for (const event of events) {
    if (event.type === 'inbound' && event.from.value !== account.number) {
      const said = recognizeKeyword(event.text, account.locales);
      if (!said || said.meaning === 'help') continue;
      const { remoteId: evidence, occurredAt: at, from: peer } = event;
      entries.push({ peer, meaning: said.meaning, source: 'keyword', keyword: said.keyword, evidence, at });
    } else if (event.type === 'outbound' && event.error?.kind === 'opted-out') {
      const keyword = event.error.carrierCode ?? null;
      entries.push({
        peer: event.to,
        meaning: 'opt-out',
        source: 'carrier',
        keyword,
        evidence: event.remoteId,
        at: event.occurredAt,
      });
    }
  }
  return entries.sort((a, b) => a.at - b.at);
}
