import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { claimNext } from '#engine/actions/claim.ts';
import { provenNotSent, resolveSend, retryLater, unsure, wireStarted } from '#engine/actions/lifecycle.ts';
import type { SendPayload } from '#engine/actions/model.ts';
import { bytesAtHand } from '#engine/channels/mail/byte-source.ts';
import { leavesLate, withDate } from '#engine/outbox/late-date.ts';
import { World } from '../threads/support/world.ts';
import { sendDraft } from './support.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 22, 19, 5, 9);
const MAIL = [
  'From: Sam <sam@example.com>',
  'Subject: What Date: says',
  'Date: Sat, 21 Nov 2026 07:00:00 +0000',
  'Message-ID: <later@example.com>',
  '',
  'Date: Sat, 21 Nov 2026 07:00:00 +0000',
  '',
].join('\r\n');

describe('the Date of a planned mail that leaves late', () => {
  const read = async (source: ReturnType<typeof withDate>) =>
    Buffer.concat(await source.open().toArray()).toString();

  it('is the time it leaves; nothing else changes', async () => {
    const expected = MAIL.replace('Sat, 21 Nov 2026 07:00:00', 'Sun, 22 Nov 2026 19:05:09');
    const dated = withDate(bytesAtHand(Buffer.from(MAIL)), NOW);
    expect(await read(dated)).toBe(expected);
    expect(dated.size).toBe(expected.length);
    const bytewise = () => Readable.from([...Buffer.from(MAIL)].map((byte) => Buffer.from([byte])));
    expect(await read(withDate({ size: MAIL.length, open: bytewise }, NOW))).toBe(expected);
  });

  it('stays as it is once any byte may have left, whatever follows', () => {
    const world = new World();
    const planned = world.clock + HOUR;
    const actionId = sendDraft(world, { at: planned });
    world.clock = planned;
    const claim = () => world.command(claimNext, { exclude: [] });
    const late = () => {
      const claimed = claim()!;
      return leavesLate(claimed.payload as SendPayload, world.clock);
    };
    const error = { code: 'x', message: 'x', advice: 'x', detail: null };
    expect(late()).toBe(false);
    world.command(retryLater, { id: actionId, error, countAttempt: false, reached: false, random: 0 });
    world.clock += 5 * HOUR;
    expect(late()).toBe(true);
    world.command(wireStarted, { id: actionId });
    world.command(unsure, { id: actionId, error, random: 0 });
    world.clock += 5 * HOUR;
    expect(claim()).toMatchObject({ lookUp: true });
    world.command(provenNotSent, { id: actionId });
    expect(late()).toBe(false);
    world.command(unsure, { id: actionId, error, random: 0, lookUp: false });
    world.command(resolveSend, { actionId, how: 'send-again' });
    expect(late()).toBe(false);
  });

  it('is not touched where Send was pressed and there was no connection', () => {
    const world = new World();
    sendDraft(world, {});
    world.clock += 24 * HOUR;
    const claimed = world.command(claimNext, { exclude: [] })!;
    expect(leavesLate(claimed.payload as SendPayload, world.clock)).toBe(false);
  });
});
