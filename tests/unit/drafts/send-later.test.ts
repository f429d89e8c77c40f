import { describe, expect, it } from 'vitest';
import { claimNext, nextDueAt } from '#engine/actions/claim.ts';
import { resolveSend, retryLater, unsure, wireStarted } from '#engine/actions/lifecycle.ts';
import { listOutbox } from '#engine/actions/outbox.ts';
import { makeUndo } from '#engine/actions/undo.ts';
import { type SendTimes, sendTextDraft } from '#engine/drafts/send.ts';
import { claimNextText } from '#engine/ingest/text-outbox.ts';
import { confirmAction } from '#engine/outbox/sends.ts';
import { scheduleQueries } from '#engine/schedule/due-threads.ts';
import { getDraftRow } from '#engine/store/repositories/drafts.ts';
import { pageThreads, placeCounts, threadRowById } from '#engine/threads/queries.ts';
import { DAY, START, World } from '../threads/support/world.ts';
import { draft, sendMail } from './support.ts';

const undo = makeUndo();
const claim = (world: World) => world.command(claimNext, { exclude: [] });

function sendText(world: World, draftId: string, times: SendTimes) {
  const peer = { kind: 'e164', value: '+12025550142' } as const;
  return world.command(sendTextDraft, {
    ...{ draftId, revision: 1, ownNumber: '+12025550100', peer, clientRef: 'ref-1' },
    ...times,
  });
}

describe('sending later', () => {
  it('holds a mail until its time, and sends it once', () => {
    const world = new World();
    const at = world.clock + 2 * DAY;
    const { actionId } = sendMail(world, draft(world), { at });
    expect(listOutbox(world.db)).toMatchObject([{ actionId, state: 'held', planned: true, holdUntil: at }]);
    expect(placeCounts(world.db)).toMatchObject({ outbox: 1, outboxPlanned: 1 });
    expect(claim(world)).toBeNull();
    expect(nextDueAt(world.db, world.clock)).toBe(at);
    world.clock = at - 1;
    expect(claim(world)).toBeNull();
    world.clock = at;
    const { id } = claim(world)!;
    expect(claim(world)).toBeNull();
    world.command(wireStarted, { id });
    world.command(confirmAction, { id, moved: [], notice: null });
    expect(world.get('SELECT send_state, error FROM mail')).toEqual({ send_state: 'sent', error: null });
    expect(world.all("SELECT id FROM action WHERE kind = 'mail.send'")).toHaveLength(1);
  });

  it('is told apart from the time to undo', () => {
    const world = new World();
    sendMail(world, draft(world), {});
    expect(listOutbox(world.db)).toMatchObject([{ state: 'held', planned: false }]);
    expect(placeCounts(world.db)).toMatchObject({ outbox: 1, outboxPlanned: 0 });
  });

  it('goes at the next start when nobody was there at its time, and says so', () => {
    const world = new World();
    const at = world.clock + DAY;
    const { threadId } = world.where(
      world.get<{ row: number }>(
        'SELECT row FROM message WHERE id = ?',
        sendMail(world, draft(world), { at }).messageId,
      ).row,
    );
    world.clock = at + 5 * DAY;
    expect(scheduleQueries['schedule.overdueSends'](world.db, world.clock)).toEqual([
      { threadId, title: 'Mail to Ana Ribeiro' },
    ]);
    const { id } = claim(world)!;
    world.command(wireStarted, { id });
    world.command(confirmAction, { id, moved: [], notice: null });
    expect(world.get<{ error: string }>('SELECT error FROM mail').error).toContain('sent-late');
    expect(scheduleQueries['schedule.overdueSends'](world.db, world.clock)).toEqual([]);
  });

  it('gives the draft back with its reminder, to be written on', () => {
    const world = new World();
    const draftId = draft(world);
    const remindAt = world.clock + 4 * DAY;
    const { actionId } = sendMail(world, draftId, { at: world.clock + DAY, remindAt });
    expect(world.all('SELECT remind_at FROM thread_choice')).toEqual([{ remind_at: remindAt }]);
    expect(world.command(undo, { actionId })).toEqual({ undone: true, draftId });
    expect(getDraftRow(world.db, draftId)).toMatchObject({ sending: 0, remind_at: remindAt });
    expect(world.all('SELECT * FROM thread_choice')).toEqual([]);
    world.clock += DAY;
    expect(claim(world)).toBeNull();
  });

  it('asks for the delivery report at every attempt, and again after it was taken back', () => {
    const world = new World();
    const draftId = draft(world);
    world.run((tx) => tx.db.prepare('UPDATE draft SET delivery_report = 1').run());
    const asks = () => (claim(world)!.payload as { deliveryReport?: boolean }).deliveryReport;
    const planned = sendMail(world, draftId, { at: world.clock + DAY });
    expect(world.command(undo, { actionId: planned.actionId })).toMatchObject({ undone: true });
    expect(getDraftRow(world.db, draftId)).toMatchObject({ sending: 0, delivery_report: 1 });
    const { actionId: id } = sendMail(world, draftId, { atOnce: true });
    expect(asks()).toBe(true);
    const error = { code: 'x', message: 'x', advice: 'x', detail: null };
    world.command(retryLater, { id, error, countAttempt: true, reached: true, random: 0 });
    world.clock += DAY;
    expect(asks()).toBe(true);
    world.command(wireStarted, { id });
    world.command(unsure, { id, error, random: 0, lookUp: false });
    world.command(resolveSend, { actionId: id, how: 'send-again' });
    expect(asks()).toBe(true);
  });

  it('does not move its thread before it is sent', () => {
    const world = new World();
    const first = world.mail({ id: '<a@x>', subject: 'Roof', unread: false });
    const second = world.mail({ subject: 'Other', unread: false });
    const at = world.clock + DAY;
    sendMail(world, draft(world), { at });
    const inbox = {
      view: 'inbox',
      channel: null,
      accountId: null,
      mailboxId: null,
      offset: 0,
      limit: 9,
    } as const;
    const order = () => pageThreads(world.db, inbox).rows.map(({ id }) => id);
    expect(order()).toEqual([second.threadId, first.threadId]);
    expect(threadRowById(world.db, first.threadId)).toMatchObject({
      sendsAt: at,
      lastAt: START + 60_000,
      snippetFromMe: false,
    });
    world.clock = at;
    claim(world);
    expect(order()).toEqual([first.threadId, second.threadId]);
    expect(threadRowById(world.db, first.threadId)).toMatchObject({ sendsAt: null, snippetFromMe: true });
  });

  it('holds texts likewise', () => {
    const world = new World();
    const at = world.clock + DAY;
    const draftId = draft(world, 'sms');
    const { actionId } = sendText(world, draftId, { at, remindAt: at + DAY });
    const next = () => world.command(claimNextText, { accountId: 'account-text', now: world.clock });
    expect(listOutbox(world.db)).toMatchObject([{ actionId, channel: 'sms', planned: true, holdUntil: at }]);
    expect(next()).toBeNull();
    expect(world.all('SELECT remind_at FROM thread_choice')).toEqual([{ remind_at: at + DAY }]);
    world.clock = at;
    expect(next()).toMatchObject({ clientRef: 'ref-1', attempt: 1 });
    expect(next()).toBeNull();
  });
});
