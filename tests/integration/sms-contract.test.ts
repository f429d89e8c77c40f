import { describe, expect, it } from 'vitest';
import { type Harness, type HarnessOptions, OWN } from '#rig/sms/harness.ts';
import { phone } from '#rig/sms/store-fixture.ts';
import { ADA, checker, PNG, startChannel } from './sms-fixture.ts';

let h: Harness;
const start = async (options?: HarnessOptions) => {
  h = await startChannel(options);
};

describe('the contract', () => {
  it('lists numbers, checks the key, deletes', async () => {
    await start();
    const carrier = h.carrier();
    const signal = AbortSignal.timeout(5000);
    expect(await carrier.checkAuth(signal)).toBe('Example Account');
    expect(await carrier.listNumbers(signal)).toMatchObject([
      { address: { value: OWN }, sms: true, mms: true },
    ]);
    const received = h.sim.receive({
      from: ADA,
      body: 'x',
      media: [{ contentType: 'image/png', bytes: PNG }],
    });
    const { events } = await carrier.poll(null, signal);
    expect(events).toMatchObject([{ type: 'inbound', media: [{ claimedMime: 'image/png' }] }]);
    if (events[0]?.type === 'inbound')
      expect(await carrier.fetchMedia(events[0].media[0]!, 1000, signal)).toMatchObject({
        mime: 'image/png',
      });
    expect(await carrier.deleteRemote(received.sid, signal)).toBe('deleted');
    expect(await carrier.deleteRemote(received.sid, signal)).toBe('already-gone');
    expect(await carrier.refresh([received.sid], signal)).toEqual([
      { type: 'remote-deleted', remoteId: received.sid },
    ]);
    const mediaUrls = ['http://127.0.0.1:9/a.png', 'http://127.0.0.1:9/b.png'];
    const sent = await carrier.send({ to: phone(ADA), text: 'x', mediaUrls }, signal);
    expect(sent.outcome).toBe('accepted');
    if (sent.outcome === 'accepted') {
      await expect(carrier.deleteRemote(sent.remoteId, signal)).rejects.toMatchObject({
        code: 'not-finished',
      });
    }
    h.sim.revokeKey();
    await expect(carrier.checkAuth(signal)).rejects.toMatchObject({ kind: 'auth', code: 'login-refused' });
  });

  it.skipIf(!checker)('was compared with the vendor’s description for every operation used', async () => {
    await start();
    expect([...(checker?.checked.keys() ?? [])].sort()).toEqual([
      'DELETE /2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json',
      'GET /2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers.json',
      'GET /2010-04-01/Accounts/{AccountSid}/Messages.json',
      'GET /2010-04-01/Accounts/{AccountSid}/Messages/{MessageSid}/Media.json',
      'GET /2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json',
      'POST /2010-04-01/Accounts/{AccountSid}/Messages.json',
    ]);
    // The slice has neither the account itself nor the bytes of media.
    expect([...(checker?.undescribed ?? [])].sort()).toEqual([
      'GET /2010-04-01/Accounts/{sid}.json',
      'GET /2010-04-01/Accounts/{sid}/Messages/{sid}/Media/{sid}',
    ]);
  });
});
