/** Never twice, never lost: random faults, crashes and delays, each run repeatable by its seed. */
import { afterAll, describe, expect, it } from 'vitest';
import { MediaHostServer } from '#rig/media-host-server.ts';
import { Crash } from '#rig/sms/crash.ts';
import { Harness, MINUTE } from '#rig/sms/harness.ts';
import type { FaultAction } from '#rig/twilio-simulator/faults.ts';
import { waitFor } from '#rig/wait-for.ts';
import { type EngineFixture, engineFixture } from '../unit/sms/engine-fixture.ts';

const PEERS = ['+15555550101', '+15555550102'];
const TEXTS = ['ok', 'ok', 'On my way', 'It’s late – “really”', 'Grüße 👋  '];
const RUNS = Number(process.env.SKEIN_RUNS ?? 48);
const ENGINE_RUNS = Math.ceil(RUNS / 3);
const FIRST = Number(process.env.SKEIN_SEED ?? 1);

const PICTURE = { mime: 'image/png', bytes: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') };

const totals = { texts: 0, withFiles: 0, faults: 0, crashes: 0, resent: 0 };

/** mulberry32: small, good enough, the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function createFault(random: () => number): FaultAction {
  const accept = random() < 0.5;
  const faults: FaultAction[] = [
    { do: 'drop', accept },
    { do: 'hang', accept },
    { do: 'truncate', accept },
    { do: 'broken-json', accept },
    { do: 'html', status: 502, accept },
    { do: 'html', status: 504, accept },
    { do: 'rate-limit', retryAfter: 60 },
    { do: 'rate-limit' },
    { do: 'refuse', status: 400, code: 21211 },
    { do: 'refuse', status: 500, code: 20500 },
  ];
  return faults[Math.floor(random() * faults.length)] ?? { do: 'drop', accept };
}

/** With a fixture, some texts carry a file, which goes by way of a host in trouble. */
async function run(seed: number, engine?: { fixture: EngineFixture; host: MediaHostServer }): Promise<void> {
  const random = randomFrom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T;
  const lags = random() < 0.5;
  const h = await Harness.start({
    fixture: engine?.fixture,
    mediaHost: engine?.fixture.hosting,
    limits: { responseTimeoutMs: 150, pageSize: 5 },
    skewMs: pick([0, 0, 90_000, -7_200_000]),
    simulator: { visibilityLagMs: () => (lags ? below(9 * MINUTE) : 0) },
  });
  try {
    for (let i = 0; i < 8; i++) {
      if (random() < 0.5) continue;
      h.sim.fault('create', createFault(random));
      totals.faults++;
    }
    const withFiles = new Set<string>();
    const files = () => (engine && random() < 0.4 ? [PICTURE] : []);
    for (let i = 0; i < below(4); i++)
      h.sim.fault(
        'list',
        pick<FaultAction>([
          { do: 'drop', accept: false },
          { do: 'html', status: 502, accept: false },
          { do: 'rate-limit', retryAfter: 20 },
        ]),
      );
    const refs: string[] = [];
    const settled = () =>
      refs.every((ref) => ['accepted', 'failed', 'needs-human'].includes(h.fixture.look(ref).state));
    let received = 0;
    for (let lives = below(4); lives >= 0; lives--) {
      for (let i = 0; i <= below(3); i++) {
        const attached = files();
        const ref = h.queue(pick(PEERS), pick(TEXTS), attached);
        refs.push(ref);
        if (attached.length > 0) withFiles.add(ref);
      }
      if (engine) engine.host.flaws = random() < 0.3 ? { uploadStatus: 503 } : {};
      if (random() < 0.5) h.sim.receive({ from: pick(PEERS), body: `hello ${++received}` });
      const crash = new Crash(lives === 0 ? Number.POSITIVE_INFINITY : below(60) / 2);
      h.launch(crash);
      await h.until(() => crash.happened || settled(), 6 * 60 * MINUTE);
      // It may still die while it stops.
      if (!crash.happened) await Promise.race([h.channel.stop(), crash.death]);
      if (crash.happened) totals.crashes++;
      h.clock.advance(below(30) * MINUTE);
    }
    totals.texts += refs.length;
    totals.withFiles += withFiles.size;
    if (engine) engine.host.flaws = {};
    h.launch();
    await h.run(30 * MINUTE);
    await h.until(settled);
    await h.run(2 * MINUTE);

    const key = (to: string, text: string) => `${to} ${text}`;
    const rows = refs.map((ref) => h.fixture.look(ref));
    totals.resent += rows.filter((row) => row.attempt > 1).length;
    const accepted = rows.filter((row) => row.state === 'accepted');
    const outbound = h.sim.messages('outbound');
    expect(rows.filter((row) => row.state === 'needs-human')).toEqual([]);
    for (const row of rows.filter((r) => r.state === 'failed'))
      expect(row.detail).toMatch(engine ? /21211|HTTP 503/ : /21211/);
    expect(outbound.map((m) => key(m.to, m.body)).sort()).toEqual(
      accepted.map((r) => key(r.to, r.text)).sort(),
    );
    expect(new Set(accepted.map((row) => row.remoteId)).size).toBe(accepted.length);
    for (const row of accepted) {
      expect(h.sim.model.find(row.remoteId ?? '')).toMatchObject({ to: row.to, body: row.text });
    }
    for (const ref of refs) {
      const { remoteId } = h.fixture.look(ref);
      if (remoteId) expect(h.sim.model.find(remoteId)?.media.length).toBe(withFiles.has(ref) ? 1 : 0);
    }
    if (engine) await waitFor('the host to be empty', () => engine.host.files.size === 0);
    expect(h.fixture.elsewhere()).toEqual([]);
    expect(h.fixture.received().sort()).toEqual(
      h.sim
        .messages('inbound')
        .map((m) => m.body)
        .sort(),
    );
  } finally {
    await h.close();
    await engine?.fixture.hosting.close();
    await engine?.host.stop();
  }
}

async function engineWithHost() {
  const host = await MediaHostServer.start();
  // Only differences of times count; the store of these runs has a clock of its own.
  const fixture = engineFixture({ now: () => 0 });
  const { url: uploadUrl, username, secret } = host;
  await fixture.hosting.save({ uploadUrl, publicUrl: null, username, secret });
  fixture.hosting.connect();
  return { fixture, host };
}

describe('under faults and crashes every text is sent exactly once', () => {
  for (let seed = FIRST; seed < FIRST + RUNS; seed++) it(`seed ${seed}`, () => run(seed));
  for (let seed = FIRST + 1000; seed < FIRST + 1000 + ENGINE_RUNS; seed++) {
    it(`seed ${seed}, with the engine’s store and files`, async () => run(seed, await engineWithHost()));
  }

  afterAll(() => {
    console.info(JSON.stringify(totals));
    // A run without faults and crashes proves nothing.
    expect(totals.faults).toBeGreaterThan(RUNS);
    expect(totals.crashes).toBeGreaterThan(RUNS / 2);
    expect(totals.withFiles).toBeGreaterThan(ENGINE_RUNS / 2);
    expect(totals.resent).toBeGreaterThan(RUNS / 4);
  });
});
