import { it } from 'vitest';
import { runBothClients } from '../integration/differential-sync/run.ts';

const steps = Number(process.env.SKEIN_STEPS ?? 10_000);
const seed = Number(process.env.SKEIN_SEED ?? 20_261_122);

it(`Skein and another client on one account end with the same after ${steps} steps`, () =>
  runBothClients({ seed, steps, every: 200 }));
