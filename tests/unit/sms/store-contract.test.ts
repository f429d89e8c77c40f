/** The port SmsStore means the same for every store: the one in memory that the channel's tests use, and ours. */
import { describe, expect, it } from 'vitest';
import type { CarrierEvent, Cursor } from '#engine/channels/sms/carrier.ts';
import { CarrierError } from '#engine/channels/sms/carrier-error.ts';
import type { EventBatch, LedgerEntry } from '#engine/channels/sms/ports.ts';
import { MemorySmsStore } from '#rig/sms/memory-store.ts';
import { memoryFixture, phone, type StoreFixture } from '#rig/sms/store-fixture.ts';
import { MY_NUMBER, START } from '../threads/support/world.ts';
import { engineFixture } from './engine-fixture.ts';

const ADA = '+15555550101';
const BO = '+15555550102';
const cursor = (data: string): Cursor => ({ v: 1, carrier: 'twilio', data });
const error = new CarrierError({
  code: 'maybe-sent',
  kind: 'ambiguous',
  scope: 'network',
  wire: 'request-written-no-response',
  message: 'It may have been sent.',
  advice: 'Wait.',
});

describe.each([
  ['in memory', () => memoryFixture(new MemorySmsStore())],
  ['of the engine', engineFixture],
])('the SMS store %s', (_, make) => {
  const texts = {
    from: phone(ADA),
    to: phone(MY_NUMBER),
    media: [],
    segments: 1,
    price: null,
    history: false,
  };
  const inbound = (remoteId: string, text: string, at = START): CarrierEvent => ({
    type: 'inbound',
    remoteId,
    text,
    occurredAt: at,
    ...texts,
  });
  const outbound = (
    remoteId: string,
    text: string,
    status: 'queued' | 'sent' | 'delivered' = 'sent',
  ): CarrierEvent => ({
    type: 'outbound',
    remoteId,
    text,
    occurredAt: START,
    ...texts,
    from: phone(MY_NUMBER),
    to: phone(ADA),
    status,
    error: null,
  });
  const status = (remoteId: string, word: 'sent' | 'delivered'): CarrierEvent => ({
    type: 'status',
    remoteId,
    status: word,
    error: null,
    segments: 1,
    price: null,
  });
  const stop = (meaning: LedgerEntry['meaning'], at = START): LedgerEntry => ({
    peer: phone(ADA),
    meaning,
    source: 'keyword',
    keyword: 'STOP',
    evidence: `SM-${meaning}`,
    at,
  });
  const batch = (...events: CarrierEvent[]): EventBatch => ({ events, ledger: [], next: null, gap: null });

  /** A text claimed and on the wire. */
  async function onTheWire(f: StoreFixture, ref = 'a', text = 'ok') {
    f.queue(ref, ADA, text, START);
    await f.store.claimNextText(f.accountId, START + 1000);
    expect(await f.store.markWireStarted(ref, START + 1000, 0)).toBe(true);
  }

  it('takes each event once and keeps the cursor with it', async () => {
    const f = make();
    expect(await f.store.loadCursor(f.accountId)).toBeNull();
    await f.store.applyEvents(f.accountId, { ...batch(inbound('SM1', 'hi')), next: cursor('1') });
    await f.store.applyEvents(f.accountId, {
      ...batch(inbound('SM1', 'hi'), inbound('SM2', 'there')),
      next: cursor('2'),
    });
    await f.store.applyEvents(f.accountId, batch());
    expect(f.received().sort()).toEqual(['hi', 'there']);
    expect(await f.store.loadCursor(f.accountId)).toEqual(cursor('2'));
  });

  it('claims in order, when due, and counts attempts', async () => {
    const f = make();
    f.queue('a', ADA, 'one', START + 5000);
    f.queue('b', BO, 'two', START + 9000);
    expect(await f.store.nextTextDueAt(f.accountId)).toBe(START + 5000);
    expect(await f.store.claimNextText(f.accountId, START + 4999)).toBeNull();
    expect(await f.store.claimNextText(f.accountId, START + 9000)).toMatchObject({
      clientRef: 'a',
      to: phone(ADA),
      text: 'one',
      attempt: 1,
    });
    expect(await f.store.claimNextText(f.accountId, START + 9000)).toMatchObject({ clientRef: 'b' });
    expect(await f.store.claimNextText(f.accountId, START + 9000)).toBeNull();
    expect(await f.store.nextTextDueAt(f.accountId)).toBeNull();
    await f.store.markRetry('a', error, START + 20_000);
    expect(await f.store.nextTextDueAt(f.accountId)).toBe(START + 20_000);
    expect(await f.store.claimNextText(f.accountId, START + 20_000)).toMatchObject({
      clientRef: 'a',
      attempt: 2,
    });
  });

  it('after a crash holds what was on the wire for ambiguous and what was only claimed for queued', async () => {
    const f = make();
    await onTheWire(f, 'a');
    f.queue('b', BO, 'two', START);
    await f.store.claimNextText(f.accountId, START + 2000);
    await f.store.recoverInterrupted(f.accountId);
    expect([f.look('a').state, f.look('b').state]).toEqual(['ambiguous', 'queued']);
    expect(await f.store.listUnresolved(f.accountId)).toMatchObject([
      {
        clientRef: 'a',
        state: 'ambiguous',
        text: 'ok',
        wireStartedAt: START + 1000,
        wireEndedAt: null,
        skewMs: 0,
        misses: 0,
        mediaCount: 0,
      },
    ]);
  });

  it('counts misses, and forgets them at the next attempt', async () => {
    const f = make();
    await onTheWire(f);
    await f.store.markAmbiguous('a', error, START + 2000);
    await f.store.recordMiss('a', START + 3000);
    await f.store.recordMiss('a', START + 70_000);
    expect(await f.store.listUnresolved(f.accountId)).toMatchObject([
      { wireEndedAt: START + 2000, misses: 2, firstMissAt: START + 3000, lastMissAt: START + 70_000 },
    ]);
    await f.store.markRetry('a', null, START + 71_000);
    expect(await f.store.listUnresolved(f.accountId)).toEqual([]);
    await f.store.claimNextText(f.accountId, START + 71_000);
    await f.store.markWireStarted('a', START + 72_000, null);
    expect(await f.store.listUnresolved(f.accountId)).toMatchObject([
      {
        state: 'dispatching',
        wireStartedAt: START + 72_000,
        wireEndedAt: null,
        misses: 0,
        firstMissAt: null,
      },
    ]);
  });

  it('binds a remote id once, and merges its reports in any order', async () => {
    const f = make();
    await onTheWire(f, 'a');
    await f.store.markAccepted('a', { remoteId: 'SM1', status: 'queued', segments: 1, at: START + 1500 });
    await f.store.markAccepted('a', { remoteId: 'SM1', status: 'queued', segments: 1, at: START + 1500 });
    await f.store.applyEvents(f.accountId, batch(status('SM1', 'delivered'), outbound('SM1', 'ok', 'sent')));
    expect(f.look('a')).toMatchObject({ state: 'accepted', status: 'delivered', remoteId: 'SM1' });
    expect(f.elsewhere()).toEqual([]);
    expect([...(await f.store.boundRemoteIds(f.accountId, START))]).toEqual(['SM1']);
    expect([...(await f.store.boundRemoteIds(f.accountId, START + 5000))]).toEqual([]);
    await onTheWire(f, 'b');
    await expect(
      f.store.markAccepted('b', { remoteId: 'SM1', status: 'queued', segments: 1, at: START }),
    ).rejects.toThrow();
    expect(f.look('b')).toMatchObject({ state: 'dispatching', remoteId: null });
  });

  it('makes one message of a text that a poll brought before the answer', async () => {
    const f = make();
    await onTheWire(f);
    await f.store.applyEvents(f.accountId, batch(outbound('SM1', 'ok', 'delivered')));
    expect(f.elsewhere()).toEqual(['ok']);
    await f.store.markAccepted('a', { remoteId: 'SM1', status: 'queued', segments: 1, at: START });
    expect(f.elsewhere()).toEqual([]);
    expect(f.look('a')).toMatchObject({ state: 'accepted', status: 'delivered', remoteId: 'SM1' });
  });

  it('never queues again what was accepted', async () => {
    const f = make();
    await onTheWire(f);
    await f.store.markAccepted('a', { remoteId: 'SM1', status: 'sent', segments: 1, at: START });
    await f.store.markRetry('a', null, START);
    await f.store.markNeedsHuman('a', 'late');
    expect(f.look('a')).toMatchObject({ state: 'accepted', status: 'sent' });
    expect(await f.store.claimNextText(f.accountId, START + 90_000)).toBeNull();
  });

  it('binds a text found after the user asked for it again, which then is not sent', async () => {
    const f = make();
    await onTheWire(f);
    await f.store.markNeedsHuman('a', 'unclear');
    await f.store.markRetry('a', null, START);
    await f.store.markAccepted('a', { remoteId: 'SM1', status: 'sent', segments: 1, at: START });
    expect(await f.store.claimNextText(f.accountId, START + 90_000)).toBeNull();
  });

  it('a STOP fails what has not left, even if claimed, and START lifts it', async () => {
    const f = make();
    f.queue('claimed', ADA, 'one', START);
    f.queue('queued', ADA, 'two', START);
    f.queue('other', BO, 'three', START);
    await f.store.claimNextText(f.accountId, START);
    await f.store.applyEvents(f.accountId, { ...batch(inbound('SM1', 'STOP')), ledger: [stop('opt-out')] });
    expect(await f.store.markWireStarted('claimed', START, 0)).toBe(false);
    expect([f.look('claimed').state, f.look('queued').state, f.look('other').state]).toEqual([
      'failed',
      'failed',
      'queued',
    ]);
    f.queue('later', ADA, 'four', START);
    expect(await f.store.claimNextText(f.accountId, START)).toMatchObject({ clientRef: 'other' });
    expect(await f.store.claimNextText(f.accountId, START)).toBeNull();
    expect(f.look('later').state).toBe('failed');
    await f.store.applyEvents(f.accountId, { ...batch(), ledger: [stop('opt-in', START + 1000)] });
    f.queue('again', ADA, 'five', START);
    expect(await f.store.claimNextText(f.accountId, START)).toMatchObject({ clientRef: 'again' });
  });

  it('holds texts back while a wording like a revocation waits for the user’s judgement', async () => {
    const f = make();
    await f.store.applyEvents(f.accountId, { ...batch(), ledger: [stop('review')] });
    f.queue('a', ADA, 'one', START);
    f.queue('b', BO, 'two', START);
    expect(await f.store.claimNextText(f.accountId, START)).toMatchObject({ clientRef: 'b' });
    expect(f.look('a').state).toBe('failed');
    await f.store.applyEvents(f.accountId, { ...batch(), ledger: [stop('opt-in', START + 1000)] });
    await f.store.markRetry('a', null, START);
    expect(await f.store.claimNextText(f.accountId, START)).toMatchObject({ clientRef: 'a' });
  });

  it('learns an opt-out from a refusal', async () => {
    const f = make();
    await onTheWire(f);
    f.queue('b', ADA, 'more', START);
    const entry: LedgerEntry = { ...stop('opt-out'), source: 'carrier', evidence: 'a' };
    await f.store.markFailed('a', error, entry);
    expect(f.look('a').state).toBe('failed');
    expect(f.look('b').state).toBe('failed');
  });

  it('lists what is still on its way until it has arrived', async () => {
    const f = make();
    await onTheWire(f);
    await f.store.markAccepted('a', { remoteId: 'SM1', status: 'sent', segments: 1, at: START + 1500 });
    expect(await f.store.listNonTerminal(f.accountId, START)).toEqual([
      { remoteId: 'SM1', acceptedAt: START + 1500, refreshedAt: null },
    ]);
    expect(await f.store.listNonTerminal(f.accountId, START + 2000)).toEqual([]);
    await f.store.markRefreshed(f.accountId, ['SM1'], START + 6000);
    expect(await f.store.listNonTerminal(f.accountId, START)).toMatchObject([{ refreshedAt: START + 6000 }]);
    await f.store.applyEvents(f.accountId, batch(status('SM1', 'delivered')));
    expect(await f.store.listNonTerminal(f.accountId, START)).toEqual([]);
  });

  it('a text the user marked as sent is settled', async () => {
    const f = make();
    await onTheWire(f);
    await f.store.markNeedsHuman('a', 'unclear');
    expect(await f.store.listUnresolved(f.accountId)).toMatchObject([{ state: 'needs-human' }]);
    await f.store.acceptByUser('a');
    expect(await f.store.listUnresolved(f.accountId)).toEqual([]);
    expect(await f.store.claimNextText(f.accountId, START + 90_000)).toBeNull();
  });

  it('lists media to fetch, later after trouble, never again when given up', async () => {
    const f = make();
    const media = [
      { ref: 'SM1/ME1', index: 0, claimedMime: 'image/png' },
      { ref: 'SM1/ME2', index: 1, claimedMime: null },
    ];
    await f.store.applyEvents(f.accountId, batch({ ...inbound('SM1', ''), media } as CarrierEvent));
    const pending = await f.store.listPendingMedia(f.accountId, START, 5);
    expect(pending).toEqual(media.map((m) => ({ remoteId: 'SM1', media: m, attempts: 0 })));
    expect(await f.store.listPendingMedia(f.accountId, START, 1)).toHaveLength(1);
    await f.store.markMediaFailed(f.accountId, pending[0]!, error, START + 5000);
    await f.store.markMediaFailed(f.accountId, pending[1]!, error, null);
    expect(await f.store.listPendingMedia(f.accountId, START, 5)).toEqual([]);
    expect(await f.store.listPendingMedia(f.accountId, START + 5000, 5)).toMatchObject([
      { media: { ref: 'SM1/ME1' }, attempts: 1 },
    ]);
  });
});
