import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { claimNext } from '#engine/actions/claim.ts';
import { provenNotSent, resolveSend, retryLater, unsure, wireStarted } from '#engine/actions/lifecycle.ts';
import type { SendPayload } from '#engine/actions/model.ts';
import { bytesAtHand } from '#engine/channels/mail/byte-source.ts';
import { condenseSource } from '#engine/channels/mail/mime/condense.ts';
import { leavesLate, replaceSource, withDate } from '#engine/outbox/late-date.ts';
import { confirmAction, outgoingMail } from '#engine/outbox/sends.ts';
import { timeOfRow } from '#engine/store/ids.ts';
import { readChoice } from '#engine/threads/choices.ts';
import { getThread } from '#engine/threads/thread-view.ts';
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

  it('is where the mail stands in the list and in its thread, with all that belongs to it', () => {
    const world = new World();
    const asked = world.mail({ id: '<a@x>', subject: 'Roof' });
    const planned = world.clock + HOUR;
    const actionId = sendDraft(world, { at: planned, remindAt: planned + 48 * HOUR });
    const other = world.mail({ subject: 'Gutter', date: planned + HOUR });
    world.clock = planned + 5 * HOUR;
    const { messageRow } = world.command(claimNext, { exclude: [] })!;
    const { id } = world.get<{ id: string }>('SELECT id FROM message WHERE row = ?', messageRow);
    const source = { ...condenseSource(Buffer.from(MAIL)), content: null };
    world.command(replaceSource, { messageRow: messageRow!, source, date: world.clock });
    world.command(wireStarted, { id: actionId });
    world.command(confirmAction, { id: actionId, moved: [], notice: null });

    const sent = world.get<{ row: number; date: number }>('SELECT row, date FROM message WHERE id = ?', id);
    expect([sent.date, timeOfRow(sent.row)]).toEqual([world.clock, world.clock]);
    expect(sent.row).toBeGreaterThan(other.row);
    const thread = getThread(world.db, { id: asked.threadId, limit: 10 })!;
    expect(thread.items.map((item) => [item.id, item.date])).toEqual([
      [asked.id, expect.any(Number)],
      [id, world.clock],
    ]);
    expect(thread.items.at(-1)).toMatchObject({ to: [{ address: 'ana@example.com' }] });
    expect(world.get('SELECT last_at FROM thread WHERE id = ?', asked.threadId)).toEqual({
      last_at: world.clock,
    });
    expect(outgoingMail(world.db, { messageRow: sent.row })).toMatchObject({ date: world.clock });
    // The reminder is about this mail still, and its words are found at its new place.
    expect(readChoice(world.db, asked.threadId).remind).toMatchObject({ row: sent.row });
    expect(world.all('SELECT rowid FROM search_index WHERE search_index MATCH ?', 'ready')).toEqual([
      { rowid: sent.row },
    ]);
    expect(world.all('PRAGMA foreign_key_check')).toEqual([]);
    expect(world.all('SELECT message_row FROM action WHERE message_row IS NOT NULL')).toEqual([
      { message_row: sent.row },
      { message_row: sent.row },
    ]);
  });

  it('is not touched where Send was pressed and there was no connection', () => {
    const world = new World();
    sendDraft(world, {});
    world.clock += 24 * HOUR;
    const claimed = world.command(claimNext, { exclude: [] })!;
    expect(leavesLate(claimed.payload as SendPayload, world.clock)).toBe(false);
  });
});
