import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HttpPutMediaHost } from '#engine/channels/sms/media-host.ts';
import { Harness, MINUTE, OWN, START } from '#rig/sms/harness.ts';
import { phone } from '#rig/sms/store-fixture.ts';
import type { FaultAction } from '#rig/twilio-simulator/faults.ts';
import type { ObservedExchange } from '#rig/twilio-simulator/simulator.ts';
import { findTwilioSpec, SpecChecker } from '#rig/twilio-simulator/spec-checker.ts';

const ADA = '+15555550101';
const BO = '+15555550102';
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

const spec = findTwilioSpec();
const checker = spec ? new SpecChecker(spec) : null;
const observe = (exchange: ObservedExchange) => checker?.check(exchange);

let h: Harness;

const start = async (options: Parameters<typeof Harness.start>[0] = {}) => {
  h = await Harness.start({ ...options, simulator: { observe, ...options.simulator } });
};
const inboundTexts = () => [...h.store.inbound.values()].map((t) => t.event.text).sort();
const sentBodies = () => h.sim.messages('outbound').map((m) => m.body);

beforeEach(() => {
  if (!checker)
    console.warn('twilio-messaging-min.json not found (SKEIN_CARRIER_SPECS): contract checks skipped');
});

afterEach(async () => {
  await h.close();
  expect(checker?.violations ?? []).toEqual([]);
});

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
    h.channel.checkAgain();
    await h.until(() => h.store.row(ref).state === 'accepted');
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

describe('opt-out', () => {
  it('a STOP fails what waits for that person and nothing else', async () => {
    await start();
    h.launch();
    await h.until(() => h.channel.state.state === 'idle');
    h.sim.receive({ from: ADA, body: 'Stop.' });
    h.channel.pollNow();
    await h.until(() => h.store.isOptedOut(phone(ADA)));
    const [toAda, toBo] = [h.queue(ADA, 'hi'), h.queue(BO, 'hi')];
    await h.until(() => h.store.row(toBo).state === 'accepted');
    expect(h.store.row(toAda)).toMatchObject({ state: 'failed', error: { code: 'opted-out' } });
    expect(h.sim.messages('outbound').map((m) => m.to)).toEqual([BO]);
    h.sim.receive({ from: ADA, body: 'START' });
    await h.until(() => !h.store.isOptedOut(phone(ADA)));
    const again = h.queue(ADA, 'welcome back');
    await h.until(() => h.store.row(again).state === 'accepted');
  });

  it('learns from the carrier’s refusal', async () => {
    await start();
    h.sim.model.optedOut.add(`${OWN}|${ADA}`);
    h.launch();
    const ref = h.queue(ADA, 'hi');
    await h.until(() => h.store.row(ref).state === 'failed');
    expect(h.store.row(ref).error).toMatchObject({ kind: 'opted-out', carrierCode: '21610' });
    expect(h.store.ledger).toMatchObject([{ meaning: 'opt-out', source: 'carrier', evidence: ref }]);
  });

  it('applies a STOP of before the account was connected, as history', async () => {
    await start();
    h.sim.receive({ from: ADA, body: 'STOP' }).createdAt = START - 5 * 86_400_000;
    const ref = h.queue(ADA, 'hi');
    h.launch();
    await h.until(() => h.store.inbound.size === 1);
    expect([...h.store.inbound.values()][0]?.event.history).toBe(true);
    expect(h.store.isOptedOut(phone(ADA))).toBe(true);
    await h.until(() => h.store.row(ref).state !== 'queued');
  });

  it('marks a wording like a revocation for the user to decide', async () => {
    await start();
    h.sim.receive({ from: ADA, body: 'please stop texting me' });
    h.launch();
    await h.until(() => h.store.ledger.length === 1);
    expect(h.store.ledger).toMatchObject([{ meaning: 'review', source: 'keyword' }]);
    expect(h.store.isOptedOut(phone(ADA))).toBe(false);
  });
});

describe('receiving', () => {
  it('brings in each text once, also after a restart', async () => {
    await start();
    h.launch();
    h.sim.receive({ from: ADA, body: 'one' });
    h.sim.receive({ from: BO, body: 'two' });
    await h.until(() => h.store.inbound.size === 2);
    await h.channel.stop();
    h.sim.receive({ from: ADA, body: 'three' });
    h.launch();
    await h.until(() => h.store.inbound.size === 3);
    expect(inboundTexts()).toEqual(['one', 'three', 'two']);
  });

  it('sees a text that the list shows late, with an older time', async () => {
    await start();
    h.launch();
    h.sim.receive({ from: ADA, body: 'late' }).visibleAt = START + 90_000;
    h.clock.advance(30_000);
    h.sim.receive({ from: BO, body: 'in time' });
    await h.until(() => h.store.inbound.size === 1);
    expect(inboundTexts()).toEqual(['in time']);
    await h.until(() => h.store.inbound.size === 2, 5 * MINUTE);
  });

  it.each([false, true])(
    'loses and doubles nothing when texts arrive while it pages (shifting pages: %s)',
    async (shiftingPages) => {
      await start({ limits: { pageSize: 10 }, simulator: { shiftingPages } });
      for (let i = 0; i < 95; i++)
        h.sim.receive({ from: ADA, body: `old ${i}` }).createdAt = START - 1_000_000 + i * 1000;
      let arriving = 0;
      h.sim.beforePage = () => {
        if (arriving < 25) h.sim.receive({ from: BO, body: `new ${arriving++}` });
      };
      h.launch();
      await h.until(() => h.store.inbound.size === 120, 10 * MINUTE);
      expect(new Set(inboundTexts()).size).toBe(120);
      expect(arriving).toBe(25);
    },
  );

  it('catches up with thousands of texts after a long absence', async () => {
    await start({ limits: { pageSize: 200 } });
    h.launch();
    await h.until(() => h.channel.state.state === 'idle');
    await h.channel.stop();
    for (let i = 0; i < 2500; i++) h.sim.receive({ from: ADA, body: `${i}` }).createdAt = START + i * 60_000;
    h.clock.advance(2600 * 60_000);
    h.launch();
    await h.until(() => h.store.inbound.size === 2500);
    expect(h.store.gaps).toEqual([]);
  });

  it('says so when it gives up on a list without end', async () => {
    await start({ limits: { pageSize: 10, maxWalkRows: 100 } });
    for (let i = 0; i < 300; i++) h.sim.receive({ from: ADA, body: `${i}` }).createdAt = START - i * 60_000;
    h.launch();
    await h.until(() => h.store.gaps.length === 1);
    expect(h.store.gaps[0]?.reason).toBe('row-cap');
  });

  it('shows what was sent from the number elsewhere, with its status', async () => {
    await start();
    h.launch();
    const sent = h.sim.sendElsewhere({ to: ADA, body: 'from another phone' });
    await h.until(() => h.store.elsewhere.get(sent.sid)?.status === 'delivered', 5 * MINUTE);
    expect(h.store.elsewhere.get(sent.sid)?.event).toMatchObject({
      type: 'outbound',
      text: 'from another phone',
    });
  });

  it('does not take a text sent elsewhere with other words for its own', async () => {
    await start();
    h.sim.fault('create', { do: 'drop', accept: false });
    h.launch();
    const ref = h.queue(ADA, 'mine');
    await h.until(() => h.store.row(ref).state === 'ambiguous');
    h.sim.sendElsewhere({ to: ADA, body: 'theirs' });
    await h.until(() => h.store.row(ref).state === 'accepted');
    expect(sentBodies()).toEqual(['theirs', 'mine']);
    expect(h.store.elsewhere.size).toBe(1);
  });

  it('fetches media with the key for the carrier only, and believes the bytes', async () => {
    await start();
    const svg = new TextEncoder().encode(
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    );
    h.sim.receive({
      from: ADA,
      body: '',
      media: [
        { contentType: 'image/jpeg', bytes: PNG },
        { contentType: 'image/png', bytes: svg },
      ],
    });
    h.launch();
    await h.until(() => h.store.media.size === 2);
    expect([...h.store.media.values()].map((m) => m.mime)).toEqual(['image/png', 'application/octet-stream']);
    expect(Buffer.from([...h.store.media.values()][0]?.bytes ?? [])).toEqual(Buffer.from(PNG));
    expect(h.sim.mediaStoreRequests.map((r) => r.authorization)).toEqual([null, null]);
  });

  it('waits for a text whose media the carrier is still receiving', async () => {
    await start();
    const message = h.sim.receive({ from: ADA, body: 'look', status: 'receiving' });
    h.launch();
    await h.run(2000);
    expect(h.store.inbound.size).toBe(0);
    message.media.push({ sid: h.sim.model.sid('ME'), contentType: 'image/png', bytes: PNG });
    message.status = 'received';
    await h.until(() => h.store.media.size === 1, 5 * MINUTE);
  });

  it('gives up on media that is gone, is too large, or leads astray, and retries trouble', async () => {
    await start();
    const withMedia = () =>
      h.sim.receive({ from: ADA, body: 'x', media: [{ contentType: 'image/png', bytes: PNG }] });
    const message = withMedia();
    h.sim.fault('media', { do: 'html', status: 503, accept: false });
    h.launch();
    await h.until(() => h.store.media.size === 1, 5 * MINUTE);
    expect(h.store.mediaFailures.map((f) => f.error.code)).toEqual(['server-trouble']);
    h.sim.mediaRedirect = 'http://media.example.org/plain';
    withMedia();
    await h.until(() => h.store.mediaFailures.length === 2, 5 * MINUTE);
    expect(h.store.mediaFailures.at(-1)).toMatchObject({ error: { code: 'media-redirect' }, retryAt: null });
    h.sim.mediaRedirect = null;
    h.sim.fault('media', { do: 'refuse', status: 404, code: 20404 });
    withMedia();
    await h.until(() => h.store.mediaFailures.length === 3, 5 * MINUTE);
    expect(h.store.mediaFailures.at(-1)).toMatchObject({ error: { code: 'media-gone' }, retryAt: null });
    const ref = `${message.sid}/${message.media[0]?.sid}`;
    await expect(
      h.carrier().fetchMedia({ ref, index: 0, claimedMime: null }, 5, AbortSignal.timeout(5000)),
    ).rejects.toMatchObject({
      code: 'media-too-large',
    });
  });
});

describe('outgoing media', () => {
  const picture = { mime: 'image/png', size: PNG.length, publicUrl: null, read: async () => PNG };

  it('is refused with the reason when there is nowhere to put it', async () => {
    await start();
    h.launch();
    const ref = h.queue(ADA, 'look', [picture]);
    await h.until(() => h.store.row(ref).state === 'failed');
    expect(h.store.row(ref).error?.toInfo()).toMatchObject({
      code: 'media-host-needed',
      message: expect.stringContaining('public web address'),
      advice: expect.stringContaining('text the link'),
    });
    expect(h.sim.messages()).toEqual([]);
  });

  it('goes through the user’s media host', async () => {
    await start({
      mediaHost: (sim) =>
        new HttpPutMediaHost({
          putBaseUrl: `${sim.mediaStoreUrl}/host/`,
          publicBaseUrl: 'https://media.example.org/host/',
          authorization: 'Bearer example',
        }),
    });
    h.launch();
    const ref = h.queue(ADA, 'look', [picture]);
    await h.until(() => h.store.row(ref).state === 'accepted');
    const [sent] = h.sim.messages('outbound');
    expect(sent?.mediaUrls[0]).toMatch(/^https:\/\/media\.example\.org\/host\/[0-9a-f]{32}\.png$/);
    expect(Buffer.from(sent?.media[0]?.bytes ?? [])).toEqual(Buffer.from(PNG));
    expect(h.sim.mediaStoreRequests[0]?.authorization).toBe('Bearer example');
  });

  it('an ambiguous one is found again by words and number of attachments', async () => {
    await start();
    h.sim.fault('create', { do: 'drop', accept: true });
    h.launch();
    const ref = h.queue(ADA, 'look', [{ ...picture, publicUrl: 'https://media.example.org/a.png' }]);
    await h.until(() => h.store.row(ref).state === 'accepted');
    await h.run(15 * MINUTE);
    expect(h.sim.messages('outbound').length).toBe(1);
  });
});

describe('the contract', () => {
  it('lists numbers, checks the key, deletes', async () => {
    await start();
    const carrier = h.carrier();
    const signal = AbortSignal.timeout(5000);
    expect(await carrier.checkAuth(signal)).toBe('Example Account');
    expect(await carrier.listNumbers(signal)).toMatchObject([
      { address: { value: OWN }, sms: true, mms: true },
    ]);
    const received = h.sim.receive({ from: ADA, body: 'x' });
    expect(await carrier.deleteRemote(received.sid, signal)).toBe('deleted');
    expect(await carrier.deleteRemote(received.sid, signal)).toBe('already-gone');
    expect(await carrier.refresh([received.sid], signal)).toEqual([
      { type: 'remote-deleted', remoteId: received.sid },
    ]);
    const sent = await carrier.send({ to: phone(ADA), text: 'x', mediaUrls: [] }, signal);
    expect(sent.outcome).toBe('accepted');
    if (sent.outcome === 'accepted') {
      await expect(carrier.deleteRemote(sent.remoteId, signal)).rejects.toMatchObject({
        code: 'not-finished',
      });
    }
    h.sim.revokeKey();
    await expect(carrier.checkAuth(signal)).rejects.toMatchObject({ kind: 'auth', code: 'login-refused' });
  });

  it.skipIf(!checker)('was compared with the vendor’s description for every operation used', async () => {
    await start();
    expect([...(checker?.checked.keys() ?? [])].sort()).toEqual([
      'DELETE /2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json',
      'GET /2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers.json',
      'GET /2010-04-01/Accounts/{AccountSid}/Messages.json',
      'GET /2010-04-01/Accounts/{AccountSid}/Messages/{MessageSid}/Media.json',
      'GET /2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json',
      'POST /2010-04-01/Accounts/{AccountSid}/Messages.json',
    ]);
    // The slice has neither the account itself nor the bytes of media.
    expect([...(checker?.undescribed ?? [])].sort()).toEqual([
      'GET /2010-04-01/Accounts/{sid}.json',
      'GET /2010-04-01/Accounts/{sid}/Messages/{sid}/Media/{sid}',
    ]);
  });
});
