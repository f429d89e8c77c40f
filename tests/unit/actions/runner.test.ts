import { describe, expect, it } from 'vitest';
import type { ClaimedAction } from '#engine/actions/claim.ts';
import { ActionRunner, type Effect, type EffectOutcome, type RunnerPorts } from '#engine/actions/runner.ts';
import { ERROR } from './support.ts';

interface Entry {
  id: string;
  accountId: string;
  track: string;
  state: string;
  at: number;
  wire: boolean;
}

/** Ports over plain memory, with a clock that only moves when told. */
class Bench {
  now = 0;
  readonly entries: Entry[] = [];
  readonly log: string[] = [];
  readonly timers: { at: number; callback: () => void }[] = [];
  effect: Effect = async () => ({ outcome: 'done' });
  lookUp: RunnerPorts['wasSent'] = async () => ({ found: 'sent' });
  readonly runner = new ActionRunner(this.ports());

  add(id: string, accountId = 'a', track = `${accountId}/send`) {
    this.entries.push({ id, accountId, track, state: 'queued', at: 0, wire: false });
    this.runner.wake();
  }

  async settle() {
    await this.runner.idle();
  }

  async advance(ms: number) {
    this.now += ms;
    for (const timer of this.timers.splice(0)) {
      if (timer.at <= this.now) timer.callback();
      else this.timers.push(timer);
    }
    await this.settle();
  }

  state(id: string) {
    return this.entries.find((entry) => entry.id === id)?.state;
  }

  private set(id: string, state: string, at = 0) {
    const entry = this.entries.find((e) => e.id === id)!;
    Object.assign(entry, { state, at });
    this.log.push(`${id} ${state}`);
  }

  private ports(): RunnerPorts {
    const due = () => this.entries.filter((e) => ['queued', 'waiting', 'unsure'].includes(e.state));
    const effect: Effect = (action, wire) => this.effect(action, wire);
    return {
      journal: {
        recover: async () => {
          for (const e of this.entries) if (e.state === 'running') e.state = e.wire ? 'unsure' : 'queued';
        },
        claim: async (exclude) => {
          const next = due().find(
            (e) => e.at <= this.now && !exclude.includes(e.track) && !exclude.includes(e.accountId),
          );
          if (!next) return null;
          const lookUp = next.state === 'unsure';
          this.set(next.id, 'running');
          const { id, accountId, track } = next;
          const claimed: ClaimedAction = {
            id,
            accountId,
            track,
            kind: 'mail.send',
            payload: null,
            messageRow: 1,
            attempts: 0,
            lookUp,
            targets: [],
            unplaced: false,
          };
          return claimed;
        },
        nextDueAt: async () => {
          const times = due()
            .map((e) => e.at)
            .filter((at) => at > this.now);
          return times.length > 0 ? Math.min(...times) : null;
        },
        wireStarted: async (id) => {
          this.entries.find((e) => e.id === id)!.wire = true;
        },
        confirm: async ({ id }) => this.set(id, 'done'),
        retryLater: async (id, _, count) => this.set(id, count ? 'waiting' : 'queued', this.now + 1000),
        waitForRepair: async (id) => this.set(id, 'waiting', this.now + 60_000),
        fail: async (id) => this.set(id, 'failed'),
        unsure: async (id, _, again) =>
          this.set(id, 'unsure', again ? this.now + 1000 : Number.POSITIVE_INFINITY),
        provenNotSent: async (id) => this.set(id, 'queued'),
      },
      effects: {
        'mail.flags': effect,
        'mail.move': effect,
        'mail.send': effect,
        'mail.file-sent': effect,
        'mail.draft-save': effect,
        'mail.draft-discard': effect,
      },
      wasSent: (action) => this.lookUp(action),
      now: () => this.now,
      wakeAt: (at, callback) => {
        const timer = { at, callback };
        this.timers.push(timer);
        return () => {
          const index = this.timers.indexOf(timer);
          if (index >= 0) this.timers.splice(index, 1);
        };
      },
      onDefect: (error) => {
        throw error;
      },
    };
  }
}

function gate() {
  let open: (outcome: EffectOutcome) => void = () => {};
  const promise = new Promise<EffectOutcome>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

describe('ActionRunner', () => {
  it('does what is queued, in order, one at a time of a track', async () => {
    const bench = new Bench();
    const first = gate();
    const running: string[] = [];
    bench.effect = async ({ id }) => {
      running.push(id);
      return id === '1' ? first.promise : { outcome: 'done' };
    };
    bench.add('1');
    bench.add('2');
    bench.add('3', 'b');
    await bench.runner.start();
    await new Promise((resolve) => setImmediate(resolve));
    expect(running).toEqual(['1', '3']);
    first.open({ outcome: 'done' });
    await bench.settle();
    expect(running).toEqual(['1', '3', '2']);
    expect(bench.entries.map((e) => e.state)).toEqual(['done', 'done', 'done']);
  });

  it('tries again when it is time', async () => {
    const bench = new Bench();
    let attempts = 0;
    bench.effect = async () => (++attempts < 3 ? { outcome: 'retry', error: ERROR } : { outcome: 'done' });
    await bench.runner.start();
    bench.add('1');
    await bench.settle();
    expect(bench.state('1')).toBe('waiting');
    await bench.advance(999);
    expect(attempts).toBe(1);
    await bench.advance(1);
    await bench.advance(1000);
    expect(bench.state('1')).toBe('done');
  });

  it('looks up before anything else when an effect breaks on the wire', async () => {
    const bench = new Bench();
    let sends = 0;
    const lookUps: string[] = [];
    bench.effect = async (_, beforeWire) => {
      sends++;
      await beforeWire();
      throw new Error('connection lost');
    };
    bench.lookUp = async ({ id }) => {
      lookUps.push(id);
      if (lookUps.length === 1) throw new Error('no network');
      return { found: 'sent' };
    };
    await bench.runner.start();
    bench.add('1');
    await bench.settle();
    expect(bench.state('1')).toBe('unsure');
    await bench.advance(1000);
    expect(bench.state('1')).toBe('unsure');
    await bench.advance(1000);
    expect([sends, lookUps.length, bench.state('1')]).toEqual([1, 2, 'done']);
  });

  it('simply tries again when an effect breaks before the wire', async () => {
    const bench = new Bench();
    bench.effect = async () => {
      throw new Error('no connection');
    };
    await bench.runner.start();
    bench.add('1');
    await bench.settle();
    expect(bench.state('1')).toBe('waiting');
  });

  it('leaves an account alone while it cannot be reached', async () => {
    const bench = new Bench();
    bench.runner.setReachable('a', false);
    await bench.runner.start();
    bench.add('1');
    bench.add('2', 'b');
    await bench.settle();
    expect([bench.state('1'), bench.state('2')]).toEqual(['queued', 'done']);
    bench.runner.setReachable('a', true);
    await bench.settle();
    expect(bench.state('1')).toBe('done');
  });

  it('goes on with other accounts while one cannot be reached', async () => {
    const bench = new Bench();
    let attempts = 0;
    bench.effect = async () => (++attempts === 1 ? { outcome: 'retry', error: ERROR } : { outcome: 'done' });
    bench.runner.setReachable('a', false);
    await bench.runner.start();
    bench.add('1');
    bench.add('2', 'b');
    await bench.settle();
    await bench.advance(1000);
    expect([bench.state('1'), bench.state('2')]).toEqual(['queued', 'done']);
  });

  it('says when the attempt at one action has ended, whatever else runs', async () => {
    const bench = new Bench();
    const first = gate();
    bench.effect = ({ id }) => (id === '1' ? first.promise : Promise.resolve({ outcome: 'done' }));
    await bench.runner.start();
    bench.add('1');
    bench.add('2', 'b');
    await bench.runner.attempted('2');
    expect([bench.state('1'), bench.state('2')]).toEqual(['running', 'done']);
    // The second of a track waits for the first.
    bench.add('3');
    const third = bench.runner.attempted('3');
    first.open({ outcome: 'done' });
    await third;
    expect(bench.state('3')).toBe('done');
    await bench.runner.attempted('none');
  });

  it('ends what runs and begins nothing more when stopped', async () => {
    const bench = new Bench();
    const first = gate();
    bench.effect = () => first.promise;
    await bench.runner.start();
    bench.add('1');
    bench.add('2');
    await new Promise((resolve) => setImmediate(resolve));
    const stopped = bench.runner.stop();
    first.open({ outcome: 'done' });
    await stopped;
    expect([bench.state('1'), bench.state('2')]).toEqual(['done', 'queued']);
  });
});
