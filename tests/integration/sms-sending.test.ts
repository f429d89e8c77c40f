import { describe, expect, it } from 'vitest';
import { type Harness, type HarnessOptions, MINUTE, START } from '#rig/sms/harness.ts';
import type { FaultAction } from '#rig/twilio-simulator/faults.ts';
import { ADA, sentBodies, startChannel } from './sms-fixture.ts';

let h: Harness;
const start = async (options?: HarnessOptions) => {
  h = await startChannel(options);
};

describe('sending', () => {
  it('sends a text, follows its status to delivered, and learns its price', async () => {
    await start();
    h.launch();
    const ref = h.queue(ADA, 'On my way');
    await h.until(() => h.store.row(ref).status === 'delivered');
    expect(sentBodies()).toEqual(['On my way']);
    expect(h.store.row(ref)).toMatchObject({ state: 'accepted', remoteId: h.sim.messages()[0]?.sid });
    expect(h.store.elsewhere.size).toBe(0);
  });

  it('paces one segment a second', async () => {
    await start();
    h.launch();
    for (let i = 0; i < 4; i++) h.queue(ADA, `Text ${i}`);
    await h.until(() => h.sim.messages('outbound').length === 4);
    const times = h.sim.messages('outbound').map((m) => m.createdAt);
    expect(sentBodies()).toEqual(['Text 0', 'Text 1', 'Text 2', 'Text 3']);
    for (let i = 1; i < 4; i++) expect((times[i] ?? 0) - (times[i - 1] ?? 0)).toBeGreaterThanOrEqual(1000);
  });

  const lost: [string, FaultAction][] = [
    ['the connection drops after the carrier took it', { do: 'drop', accept: true }],
    ['no answer comes', { do: 'hang', accept: true }],
    ['the answer is cut off', { do: 'truncate', accept: true }],
    ['the answer is not JSON', { do: 'broken-json', accept: true }],
    ['a proxy answers 502', { do: 'html', status: 502, accept: true }],
    ['a proxy answers 403 with a page', { do: 'html', status: 403, accept: true }],
  ];
  it.each(lost)('binds the one text when %s', async (_, action) => {
    await start();
    h.sim.fault('create', action);
    h.launch();
    const ref = h.queue(ADA, 'ok');
    await h.until(() => h.store.row(ref).state === 'ambiguous' || h.store.row(ref).state === 'accepted');
    await h.until(() => h.store.row(ref).state === 'accepted');
    await h.run(30 * MINUTE);
    expect(sentBodies()).toEqual(['ok']);
    expect(h.store.row(ref).remoteId).toBe(h.sim.messages()[0]?.sid);
    expect(h.store.elsewhere.size).toBe(0);
  });

  it.each(
    lost.map(([name, action]) => [name.replace('took', 'ignored'), { ...action, accept: false }] as const),
  )('sends it once more only after proof when %s and it was not taken', async (_, action) => {
    await start();
    h.sim.fault('create', action as FaultAction);
    h.launch();
    const ref = h.queue(ADA, 'ok');
    await h.run(9 * MINUTE);
    expect(h.store.row(ref).state).toBe('ambiguous');
    expect(sentBodies()).toEqual([]);
    await h.until(() => h.store.row(ref).state === 'accepted');
    expect(sentBodies()).toEqual(['ok']);
    expect(h.clock.now() - START).toBeGreaterThan(10 * MINUTE);
  });

  it('binds two identical texts, both ambiguous, each once', async () => {
    await start();
    h.sim.fault('create', { do: 'drop', accept: true }, 2);
    h.launch();
    const refs = [h.queue(ADA, 'ok'), h.queue(ADA, 'ok')];
    await h.until(() => refs.every((r) => h.store.row(r).state === 'accepted'));
    await h.run(20 * MINUTE);
    expect(sentBodies()).toEqual(['ok', 'ok']);
    expect(new Set(refs.map((r) => h.store.row(r).remoteId)).size).toBe(2);
  });

  it('of two identical ambiguous texts sends again only the one that is missing', async () => {
    await start();
    h.sim.fault('create', { do: 'drop', accept: true });
    h.sim.fault('create', { do: 'drop', accept: false });
    h.launch();
    const refs = [h.queue(ADA, 'ok'), h.queue(ADA, 'ok')];
    await h.until(() => refs.every((r) => h.store.row(r).state === 'accepted'));
    expect(sentBodies()).toEqual(['ok', 'ok']);
  });

  it('finds an ambiguous text that becomes visible late', async () => {
    await start();
    h.sim.fault('create', { do: 'hang', accept: true });
    h.launch();
    const ref = h.queue(ADA, 'ok');
    await h.until(() => h.sim.messages().length === 1);
    const message = h.sim.messages()[0];
    if (message) message.visibleAt = h.clock.now() + 5 * MINUTE;
    await h.until(() => h.store.row(ref).state === 'accepted');
    await h.run(20 * MINUTE);
    expect(sentBodies()).toEqual(['ok']);
  });

  it('asks the user when the carrier no longer has the words', async () => {
    await start();
    h.sim.fault('create', { do: 'drop', accept: true });
    h.launch();
    const ref = h.queue(ADA, 'secret');
    await h.until(() => h.sim.messages().length === 1);
    const message = h.sim.messages()[0];
    if (message) message.body = '';
    await h.until(() => h.store.row(ref).state === 'needs-human');
    await h.run(60 * MINUTE);
    expect(h.sim.messages().length).toBe(1);
    await h.channel.sendAgain(ref);
    await h.until(() => h.store.row(ref).state === 'accepted');
    expect(sentBodies()).toEqual(['', 'secret']);
  });

  it('binds a text that waits for the user when it turns up after all', async () => {
    await start();
    h.sim.fault('create', { do: 'drop', accept: true });
    h.launch();
    const ref = h.queue(ADA, 'hello');
    await h.until(() => h.store.row(ref).state === 'ambiguous' || h.store.row(ref).state === 'accepted');
    await h.store.markNeedsHuman(ref, 'test');
    const looked = h.channel.checkAgain();
    await h.until(() => h.store.row(ref).state === 'accepted');
    await looked;
    expect(h.store.row(ref).remoteId).toBe(h.sim.messages()[0]?.sid);
  });

  it('waits as the carrier asks: seconds, a date, or nothing said', async () => {
    for (const [action, wait] of [
      [{ do: 'rate-limit', retryAfter: 300 }, 300_000],
      [{ do: 'rate-limit', retryAfter: 300, as: 'date' }, 299_000],
      [{ do: 'rate-limit' }, 3000],
    ] as const) {
      await start();
      h.sim.fault('create', action);
      h.launch();
      const ref = h.queue(ADA, 'ok');
      await h.until(() => h.store.row(ref).state === 'accepted');
      expect((h.sim.messages()[0]?.createdAt ?? 0) - START).toBeGreaterThanOrEqual(wait);
      expect((h.sim.messages()[0]?.createdAt ?? 0) - START).toBeLessThan(wait + MINUTE);
      await h.close();
    }
  });

  it('queues while the carrier cannot be reached and sends when it can', async () => {
    await start();
    await h.sim.setReachable(false);
    h.launch();
    const ref = h.queue(ADA, 'ok');
    await h.run(20 * MINUTE);
    expect(h.store.row(ref).state).toBe('queued');
    expect(h.channel.state.state).toBe('offline');
    await h.sim.setReachable(true);
    h.channel.pollNow();
    await h.until(() => h.store.row(ref).state === 'accepted', 5 * MINUTE);
    expect(sentBodies()).toEqual(['ok']);
    await h.until(() => h.channel.state.state === 'idle');
  });

  it('stops at a refused key, keeps the queue, and goes on after resume', async () => {
    await start();
    h.launch();
    await h.until(() => h.channel.state.state === 'idle');
    h.sim.revokeKey();
    const ref = h.queue(ADA, 'ok');
    await h.until(() => h.channel.state.state === 'needs-user');
    const requests = h.sim.requests;
    h.channel.setFocused(true);
    expect(h.store.row(ref).state).toBe('queued');
    expect(h.channel.state).toMatchObject({ error: { code: 'login-refused' } });
    expect(h.sim.requests).toBe(requests);
    h.sim.revokeKey(false);
    h.channel.resume();
    await h.until(() => h.store.row(ref).state === 'accepted');
    expect(sentBodies()).toEqual(['ok']);
  });

  it('without credit keeps receiving and sends after resume', async () => {
    await start();
    h.sim.fault('create', { do: 'refuse', status: 402, code: 99999, message: 'Balance too low' });
    h.launch();
    const ref = h.queue(ADA, 'ok');
    await h.until(() => h.channel.state.state === 'needs-user');
    h.sim.receive({ from: ADA, body: 'still there?' });
    await h.until(() => h.store.inbound.size === 1);
    expect(h.store.row(ref).state).toBe('queued');
    h.channel.resume();
    await h.until(() => h.store.row(ref).state === 'accepted');
  });

  it.each([
    [21211, 'bad-recipient'],
    [21614, 'not-mobile'],
    [21606, 'bad-sender'],
    [30034, 'not-registered'],
    [12345, 'refused'],
  ])('a refusal %i is final and says why', async (code, expected) => {
    await start();
    h.sim.fault('create', { do: 'refuse', status: 400, code });
    h.launch();
    const ref = h.queue(ADA, 'ok');
    await h.until(() => h.store.row(ref).state === 'failed');
    await h.run(10 * MINUTE);
    expect(h.store.row(ref).error).toMatchObject({ code: expected, wire: 'response-received' });
    expect(h.sim.messages()).toEqual([]);
  });

  it('goes by the carrier’s clock when ours is wrong', async () => {
    await start({ skewMs: -5 * 3600_000 });
    h.sim.fault('create', { do: 'drop', accept: true });
    h.launch();
    const ref = h.queue(ADA, 'ok');
    await h.until(() => h.store.row(ref).state === 'accepted');
    await h.run(20 * MINUTE);
    expect(sentBodies()).toEqual(['ok']);
  });

  it('lets a text that is being sent be answered before the app quits', async () => {
    await start();
    let answer = () => {};
    h.sim.fault('create', { do: 'wait', for: new Promise((resolve) => (answer = resolve)) });
    h.launch();
    const ref = h.queue(ADA, 'bye');
    await h.until(() => h.store.row(ref).state === 'dispatching');
    const stopped = h.channel.stop();
    answer();
    await stopped;
    expect(h.store.row(ref).state).toBe('accepted');
    expect(h.channel.state.state).toBe('stopped');
  });

  it('cuts off an answer that does not come, and finds the text after the restart', async () => {
    await start({ limits: { responseTimeoutMs: 60_000 } });
    h.sim.fault('create', { do: 'hang', accept: true });
    h.launch();
    const ref = h.queue(ADA, 'bye');
    await h.until(() => h.sim.messages().length === 1);
    const stopped = h.channel.stop();
    h.clock.advance(10_000);
    await stopped;
    expect(h.store.row(ref).state).toBe('ambiguous');
    h.launch();
    await h.until(() => h.store.row(ref).state === 'accepted');
    expect(sentBodies()).toEqual(['bye']);
  });
});
