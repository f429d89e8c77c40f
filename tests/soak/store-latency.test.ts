import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { testStores } from '../unit/store/support/stores.ts';

const stores = testStores();

describe('a store under a sync', () => {
  it('confirms what the user does within two frames of a batch, for half a minute', async () => {
    const store = await stores.open(stores.directory());
    const end = performance.now() + 30_000;
    let done = 0;
    const batches = async () => {
      for (let number = 0; performance.now() < end; number++) {
        await store.write(
          'setSlowly',
          { key: `batch-${number % 100}`, value: 'x'.repeat(5_000), ms: 25 },
          'sync',
        );
        done++;
      }
    };
    const waits: number[] = [];
    const clicks = async () => {
      for (let number = 0; performance.now() < end; number++) {
        const asked = performance.now();
        await store.write('set', { key: `click-${number % 100}`, value: '' });
        waits.push(performance.now() - asked);
        await pause(37);
      }
    };
    await Promise.all([batches(), batches(), batches(), clicks()]);
    waits.sort((a, b) => a - b);
    const at = (share: number) => waits[Math.floor(waits.length * share)] ?? 0;
    console.info(`user writes: ${waits.length}, p50 ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms`);
    expect(done).toBeGreaterThan(500);
    expect(at(0.95)).toBeLessThan(60);
  });
});
