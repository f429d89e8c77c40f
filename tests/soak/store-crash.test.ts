import { describe, it } from 'vitest';
import { killRepeatedly } from '../integration/store-crash-run.ts';
import { testStores } from '../unit/store/support/stores.ts';

const stores = testStores();
const kills = Number(process.env.SKEIN_KILLS ?? 150);
// The generator's seed must not be 0.
const seed = 1 + (Number(process.env.SKEIN_SEED ?? 20_261_122) % 2_147_483_646);

describe('a store whose process is killed', () => {
  it(`has every confirmed write and is sound, ${kills} times over`, () =>
    killRepeatedly(stores, { kills, seed }));
});
