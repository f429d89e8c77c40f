import { describe, expect, it } from 'vitest';
import { type Harness, type HarnessOptions, OWN, START } from '#rig/sms/harness.ts';
import { phone } from '#rig/sms/store-fixture.ts';
import { ADA, BO, startChannel } from './sms-fixture.ts';

let h: Harness;
const start = async (options?: HarnessOptions) => {
  h = await startChannel(options);
};

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
