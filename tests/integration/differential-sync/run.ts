import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { ALICE, DovecotServer } from '#rig/dovecot.ts';
import { FaultProxy } from '#rig/fault-proxy.ts';
import { startEngine } from '../engine-fixture.ts';
import { differences, readServer } from './comparison.ts';
import { Ledger } from './ledger.ts';
import { OtherClient } from './other-client.ts';
import { Random } from './random.ts';
import { settle } from './settle.ts';
import { SkeinClient } from './skein-client.ts';
import { StoreView } from './store-view.ts';
import { Weather } from './weather.ts';

const LONGEST_PAUSE_MS = 20;

export interface DifferentialRun {
  seed: number;
  steps: number;
  /** Steps from one comparison to the next. */
  every: number;
}

/**
 * Lets Skein and another client work on one account at once, over a network that fails, and expects again and again
 * that both have the same when they have come to rest.
 */
export async function runBothClients(options: DifferentialRun): Promise<void> {
  const random = new Random(options.seed);
  const server = await DovecotServer.start();
  const { cert, key } = server.ca.leaf;
  // It ends TLS itself, so that it can cut where the protocol is at its most delicate.
  const proxy = await FaultProxy.start({ targetPort: server.ports.imap, tls: { cert, key } });
  const running = await startEngine({
    ...ALICE,
    settings: {
      username: ALICE.address,
      imap: { host: 'localhost', port: proxy.port, tls: 'implicit' },
      smtp: { host: 'localhost', port: 1, tls: 'implicit' },
      ca: server.ca.ca,
    },
  });
  const view = await StoreView.open(running);
  const ledger = new Ledger();
  // Its own numbers: how many connections there are must not change what the two sides draw.
  const weather = new Weather(proxy, new Random(options.seed + 1));
  const other = new OtherClient(server, ALICE, random, ledger, () => weather.fetching());
  const sides = [
    [10, new SkeinClient(running, view, random, ledger).operations],
    [11, other.operations],
    [1.5, weather.operations],
  ] as const;
  const done = new Map<string, number>();
  let step = 0;

  async function compare(): Promise<void> {
    weather.clear();
    const seen = `SKEIN_SEED=${options.seed}, after step ${step}`;
    await settle(running, {
      bySelf: random.chance(0.5),
      seen,
      isSame: async () => look().then((found) => found.length === 0),
    });
    const state = await readServer(server, ALICE);
    expect(differences(state, view), seen).toEqual([]);
    const { copies, where } = state;
    expect(ledger.problems(copies, where), seen).toEqual([]);
    ledger.agree(copies, where);
    other.messages = [...copies.values()].reduce((sum, each) => sum + each, 0);
    weather.stormy();
  }
  const look = async () => differences(await readServer(server, ALICE), view);

  try {
    await compare();
    while (step < options.steps) {
      const [, name, operate] = random.weighted(random.weighted(sides)[1]);
      try {
        await operate();
      } catch (cause) {
        throw new Error(`SKEIN_SEED=${options.seed}, step ${step}: ${name} went wrong`, { cause });
      }
      // Otherwise Skein would be busy connecting most of the time.
      if (random.chance(0.5)) await setTimeout(random.below(LONGEST_PAUSE_MS));
      done.set(name, (done.get(name) ?? 0) + 1);
      if (++step % options.every === 0 || step === options.steps) await compare();
    }
    expect((await running.engine.store.check()).integrity).toBe('ok');
    console.info(JSON.stringify({ ...options, cuts: weather.total, ...Object.fromEntries(done) }));
  } finally {
    view.close();
    await other.close();
    await running.close();
    await proxy.stop();
    await server.stop();
  }
}
