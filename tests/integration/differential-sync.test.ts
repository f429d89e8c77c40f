import { describe, it } from 'vitest';
import { DovecotServer } from '#rig/dovecot.ts';
import { runBothClients } from './differential-sync/run.ts';

const STEPS = 60;

describe.skipIf(!DovecotServer.installed())('Skein and another client on one account', () => {
  it(`end with the same after ${STEPS} steps at once over a network that fails`, () =>
    runBothClients({ seed: 20261122, steps: STEPS, every: 30 }));
});
