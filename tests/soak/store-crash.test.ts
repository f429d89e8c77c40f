import { describe, it } from 'vitest';
import { killRepeatedly } from '../integration/store-crash-run.ts';
import { testStores } from '../unit/store/support/stores.ts';

const stores = testStores();
const seed = Number(process.env.SKEIN_SOAK_SEED ?? Date.now() % 2_147_483_646) + 1;

describe('a store whose process is killed', () => {
  it(`has every confirmed write and is sound, 300 times over (seed ${seed - 1})`, () =>
    killRepeatedly(stores, { kills: 300, seed }));
});
