import { describe, expect, it } from 'vitest';
import { type Harness, type HarnessOptions, MINUTE, START } from '#rig/sms/harness.ts';
import { ADA, BO, inboundTexts, PNG, sentBodies, startChannel } from './sms-fixture.ts';

let h: Harness;
const start = async (options?: HarnessOptions) => {
  h = await startChannel(options);
};

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
