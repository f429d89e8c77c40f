import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { act, type ThreadAct } from '#engine/actions/act.ts';
import { recoverActions } from '#engine/actions/lifecycle.ts';
import { makeUndo } from '#engine/actions/undo.ts';
import { arrivals } from '#engine/reading/stored-mail.ts';
import { scheduleCommands, scheduleQueries } from '#engine/schedule/due-threads.ts';
import { search } from '#engine/search/search.ts';
import { nextBackAt } from '#engine/threads/choices.ts';
import { pageThreads, placeCounts, threadRowById } from '#engine/threads/queries.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import type { View } from '#shared/contract/model.ts';
import { DAY, ME, refreshAllThreads, START, World } from './support/world.ts';

const undo = makeUndo();
const ANA = 'Ana Ribeiro <ana@example.com>';

function list(world: World, view: View): string[] {
  const choice = { view, channel: null, accountId: null, mailboxId: null, offset: 0, limit: 50 };
  const page = pageThreads(world.db, choice);
  expect(page.total).toBe(page.rows.length);
  return page.rows.map((row) => row.id);
}

const doIt = (world: World, id: string, name: ThreadAct, until: number | null = null) =>
  world.command(act, { ids: [id], act: name, mailboxId: null, until });
const bringBack = (world: World) => world.command(scheduleCommands['schedule.bringBackDue'], undefined);
const row = (world: World, id: string) => threadRowById(world.db, id);

describe('putting away until later', () => {
  it('takes a thread out of the inbox into Later, soonest first, and undo brings it back', () => {
    const world = new World();
    const [a, b, c] = ['a', 'b', 'c'].map((subject) => world.mail({ subject }).threadId);
    const text = world.text({}).threadId;
    doIt(world, a!, 'later', world.clock + 3 * DAY);
    const second = doIt(world, b!, 'later', world.clock + DAY);
    doIt(world, text, 'later', world.clock + 2 * DAY);
    expect(list(world, 'inbox')).toEqual([c]);
    expect(list(world, 'later')).toEqual([b, text, a]);
    expect(list(world, 'archive')).toEqual([]);
    expect(list(world, 'all')).toHaveLength(4);
    expect(row(world, b!)).toMatchObject({ laterUntil: world.clock + DAY, back: null });
    expect(world.command(undo, { actionId: second.actionId }).undone).toBe(true);
    expect(list(world, 'inbox')).toEqual([c, b]);
    expect(row(world, b!)).toMatchObject({ laterUntil: null });
  });

  it('comes back on top of the inbox when its time is there, like something unread', () => {
    const world = new World();
    const old = world.mail({ subject: 'old', unread: false }).threadId;
    const fresh = world.mail({ subject: 'fresh', unread: false }).threadId;
    doIt(world, old, 'later', world.clock + DAY);
    expect(bringBack(world)).toEqual([]);
    expect(nextBackAt(world.db)).toBe(world.clock + DAY);
    // The app was closed in between.
    world.clock += 5 * DAY;
    world.command(recoverActions, undefined);
    expect(bringBack(world)).toEqual([old]);
    expect(bringBack(world)).toEqual([]);
    expect(nextBackAt(world.db)).toBeNull();
    expect(list(world, 'inbox')).toEqual([old, fresh]);
    expect(list(world, 'later')).toEqual([]);
    expect(row(world, old)).toMatchObject({ unread: 1, back: { at: world.clock, why: 'due' } });
    expect(placeCounts(world.db).inboxUnread).toBe(1);
    doIt(world, old, 'read');
    expect(row(world, old)).toMatchObject({ unread: 0 });
    expect(placeCounts(world.db).inboxUnread).toBe(0);
    expect(list(world, 'inbox')).toEqual([old, fresh]);
  });

  it('ends with what somebody else writes, not with what I write or what a first sync brings', () => {
    const world = new World();
    world.clock += 30 * DAY;
    const { threadId } = world.mail({ id: '<a@x>', subject: 'Roof' });
    doIt(world, threadId, 'later', world.clock + DAY);
    world.mail({ from: ME, to: [ANA], references: ['<a@x>'], subject: 'Re: Roof' });
    world.mail({ references: ['<a@x>'], subject: 'Re: Roof', date: START });
    world.mail({ references: ['<a@x>'], subject: 'Re: Roof', place: 'junk' });
    expect(list(world, 'later')).toEqual([threadId]);
    // Its server had it before the thread was put away.
    world.mail({ references: ['<a@x>'], subject: 'Re: Roof', date: world.clock - 600_000 });
    expect(list(world, 'later')).toEqual([]);
    expect(list(world, 'inbox')).toEqual([threadId]);
    expect(row(world, threadId)).toMatchObject({ laterUntil: null, back: { why: 'message' } });
    expect(nextBackAt(world.db)).toBeNull();
  });

  it('brings a thread from the archive into the inbox, until it is archived again', () => {
    const world = new World();
    const { threadId } = world.mail({ place: 'archive', unread: false });
    doIt(world, threadId, 'later', world.clock + DAY);
    expect(list(world, 'archive')).toEqual([]);
    world.clock += DAY;
    bringBack(world);
    expect(list(world, 'inbox')).toEqual([threadId]);
    const { actionId } = doIt(world, threadId, 'archive');
    expect(list(world, 'inbox')).toEqual([]);
    expect(list(world, 'archive')).toEqual([threadId]);
    world.command(undo, { actionId });
    expect(list(world, 'inbox')).toEqual([threadId]);
  });

  it('leaves the inbox again when another program archives what came back', () => {
    const world = new World();
    const mail = world.mail({ unread: false });
    doIt(world, mail.threadId, 'later', world.clock + DAY);
    world.clock += DAY;
    bringBack(world);
    world.run((tx) => {
      tx.db.prepare("UPDATE message SET place = 'archive' WHERE row = ?").run(mail.row);
      refreshAllThreads(tx);
    });
    expect(list(world, 'inbox')).toEqual([]);
    expect(list(world, 'archive')).toEqual([mail.threadId]);
  });

  it('is cancelled by a move to the inbox, and asks for a time', () => {
    const world = new World();
    const { threadId } = world.mail({ place: 'sent', from: ME, to: [ANA] });
    expect(() => doIt(world, threadId, 'later')).toThrow(expect.objectContaining({ code: 'no-time' }));
    doIt(world, threadId, 'later', world.clock + DAY);
    doIt(world, threadId, 'inbox');
    expect(list(world, 'later')).toEqual([]);
    expect(list(world, 'inbox')).toEqual([threadId]);
    expect(row(world, threadId)).toMatchObject({ unread: 0, back: null });
  });

  it('is not undone once something else ended it', () => {
    const world = new World();
    const { threadId } = world.mail({});
    const { actionId } = doIt(world, threadId, 'later', world.clock + DAY);
    world.clock += DAY;
    bringBack(world);
    const before = row(world, threadId);
    expect(world.command(undo, { actionId }).undone).toBe(false);
    expect(row(world, threadId)).toEqual(before);
  });
});

describe('muting', () => {
  it('keeps a thread and what is written in it out of the inbox, the badge and the notifications', () => {
    const world = new World();
    const { threadId } = world.mail({ id: '<a@x>' });
    const { actionId } = doIt(world, threadId, 'mute');
    const next = world.mail({ references: ['<a@x>'], subject: 'Re: Roof survey' });
    expect(next.threadId).toBe(threadId);
    expect(list(world, 'inbox')).toEqual([]);
    expect(list(world, 'archive')).toEqual([threadId]);
    expect(placeCounts(world.db)).toMatchObject({ inboxUnread: 0, mailboxUnread: {} });
    expect(arrivals(world.db, { messageIds: [next.id], peopleOnly: false })).toEqual([]);
    expect(row(world, threadId)).toMatchObject({ muted: true, unread: 2 });
    expect(search(world.db, { query: 'is:muted', limit: 10 }).hits).toHaveLength(2);
    expect(search(world.db, { query: '-is:muted roof', limit: 10 }).hits).toEqual([]);
    world.command(undo, { actionId });
    expect(list(world, 'inbox')).toEqual([threadId]);
    expect(placeCounts(world.db)).toMatchObject({ inboxUnread: 1, mailboxUnread: { 'box-inbox': 2 } });
    expect(arrivals(world.db, { messageIds: [next.id], peopleOnly: false })).toHaveLength(1);
  });

  it('ends with a move to the inbox; what was put away comes back at its time all the same', () => {
    const world = new World();
    const { threadId } = world.mail({ id: '<a@x>' });
    doIt(world, threadId, 'mute');
    doIt(world, threadId, 'later', world.clock + DAY);
    expect(search(world.db, { query: 'in:later', limit: 10 }).hits).toHaveLength(1);
    world.mail({ references: ['<a@x>'], subject: 'Re: Roof survey' });
    expect(list(world, 'later')).toEqual([threadId]);
    world.clock += DAY;
    bringBack(world);
    expect(list(world, 'inbox')).toEqual([threadId]);
    doIt(world, threadId, 'archive');
    doIt(world, threadId, 'inbox');
    expect(row(world, threadId)).toMatchObject({ muted: false });
    expect(list(world, 'inbox')).toEqual([threadId]);
  });
});

describe('a reminder', () => {
  const ask = (world: World) => world.mail({ id: '<q@x>', from: ME, to: [ANA], subject: 'Keys' }).threadId;

  it('brings back what nobody answered', () => {
    const world = new World();
    const threadId = ask(world);
    doIt(world, threadId, 'remind', world.clock + DAY);
    expect(row(world, threadId)).toMatchObject({ remindAt: world.clock + DAY });
    expect(list(world, 'inbox')).toEqual([]);
    world.mail({ from: ME, to: [ANA], references: ['<q@x>'], subject: 'Re: Keys' });
    world.clock += DAY;
    expect(bringBack(world)).toEqual([threadId]);
    expect(list(world, 'inbox')).toEqual([threadId]);
    expect(row(world, threadId)).toMatchObject({ remindAt: null, back: { why: 'no-answer' }, unread: 1 });
    expect(scheduleQueries['schedule.backNotices'](world.db, [threadId])).toEqual([
      { threadId, who: 'Ana Ribeiro', what: 'Keys', why: 'no-answer' },
    ]);
  });

  it('ends with an answer, and with the message it waits for', () => {
    const world = new World();
    const threadId = ask(world);
    doIt(world, threadId, 'remind', world.clock + DAY);
    world.mail({ references: ['<q@x>'], subject: 'Re: Keys' });
    expect(row(world, threadId)).toMatchObject({ remindAt: null });
    const other = world.mail({ id: '<r@x>', from: ME, to: [ANA], subject: 'Rent' });
    world.mail({ references: ['<r@x>'], subject: 'Re: Rent', date: world.clock - 5 * DAY, place: 'archive' });
    doIt(world, other.threadId, 'remind', world.clock + DAY);
    expect(row(world, other.threadId)).toMatchObject({ remindAt: world.clock + DAY });
    world.run((tx) => {
      tx.db.prepare('DELETE FROM message WHERE row = ?').run(other.row);
      refreshAllThreads(tx);
    });
    expect(row(world, other.threadId)).toMatchObject({ remindAt: null });
  });

  it('does not end with a report that the mail arrived, but with one that it did not', () => {
    const world = new World();
    const threadId = ask(world);
    const remindAt = world.clock + DAY;
    doIt(world, threadId, 'remind', remindAt);
    const report = (action: string) =>
      world.run((tx) => {
        const { row: at } = world.put(tx, { references: ['<q@x>'], subject: 'Report', bulk: true });
        tx.db
          .prepare(
            `INSERT INTO delivery_report VALUES (?, 0, 'account-mail', '<q@x>', 'a@b', ?, NULL, '', NULL)`,
          )
          .run(at, action);
        refreshThreads(tx);
      });
    report('delivered');
    report('read');
    expect(row(world, threadId)).toMatchObject({ messageCount: 3, remindAt });
    report('failed');
    expect(row(world, threadId)).toMatchObject({ remindAt: null });
  });

  it('does not end with Later, and is taken back by hand', () => {
    const world = new World();
    const threadId = ask(world);
    doIt(world, threadId, 'remind', world.clock + 2 * DAY);
    doIt(world, threadId, 'later', world.clock + DAY);
    world.clock += DAY;
    bringBack(world);
    expect(row(world, threadId)).toMatchObject({ remindAt: world.clock + DAY, back: { why: 'due' } });
    const { actionId } = doIt(world, threadId, 'unremind');
    expect(nextBackAt(world.db)).toBeNull();
    world.command(undo, { actionId });
    expect(nextBackAt(world.db)).toBe(world.clock + DAY);
  });
});

describe('choices', () => {
  it('go with a thread whose conversation joins another, and end with it', () => {
    const world = new World();
    world.mail({ id: '<a@x>', subject: 'Roof' });
    const other = world.mail({ id: '<b@x>', subject: 'Chimney' });
    doIt(world, other.threadId, 'mute');
    const { threadId } = world.mail({ references: ['<a@x>', '<b@x>'], subject: 'Re: Roof' });
    expect(list(world, 'all')).toEqual([threadId]);
    expect(row(world, threadId)).toMatchObject({ muted: true, messageCount: 3 });
    world.run((tx) => {
      tx.db.prepare('DELETE FROM message').run();
      refreshAllThreads(tx);
    });
    expect(world.all('SELECT thread_id FROM thread_choice')).toEqual([]);
  });

  const acts: ThreadAct[] = [
    ...(['archive', 'inbox', 'trash', 'junk', 'read', 'unread'] as const),
    ...(['later', 'later', 'mute', 'unmute', 'remind', 'unremind'] as const),
  ];
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('act' as const),
      act: fc.constantFrom(...acts),
      thread: fc.nat(2),
      hours: fc.nat(72),
    }),
    fc.record({ kind: fc.constant('mail' as const), thread: fc.nat(2), mine: fc.boolean() }),
    fc.record({ kind: fc.constant('pass' as const), hours: fc.integer({ min: 1, max: 48 }) }),
    fc.record({ kind: fc.constant('undo' as const), which: fc.nat(20) }),
  );

  it('leave each living thread in exactly one of inbox, Later and archive or sent, and nothing overdue', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const world = new World();
        const ids = ['a', 'b', 'c'].map((name) => `<${name}@x>`);
        const threads = ids.map((id) => world.mail({ id, subject: id }).threadId);
        const done: string[] = [];
        for (const next of steps) {
          world.clock += 60_000;
          if (next.kind === 'act') {
            const until = world.clock + next.hours * 3_600_000;
            done.push(doIt(world, threads[next.thread]!, next.act, until).actionId);
          } else if (next.kind === 'mail') {
            const id = ids[next.thread]!;
            world.mail({
              references: [id],
              subject: `Re: ${id}`,
              ...(next.mine ? { from: ME, to: [ANA] } : {}),
            });
            const written = row(world, threads[next.thread]!)!;
            if (!next.mine) expect(written.laterUntil === null || written.muted).toBe(true);
            if (!next.mine) expect(written.remindAt).toBeNull();
          } else if (next.kind === 'pass') {
            world.clock += next.hours * 3_600_000;
          } else if (done.length > 0) {
            world.command(undo, { actionId: done[next.which % done.length]! });
          }
          bringBack(world);
          expect(nextBackAt(world.db) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(world.clock);
          const lists = (['inbox', 'later', 'archive'] as const).flatMap((view) => list(world, view));
          expect(new Set(lists).size).toBe(lists.length);
          for (const id of list(world, 'all')) {
            const { laterUntil } = row(world, id)!;
            expect(list(world, 'later').includes(id)).toBe(laterUntil !== null);
            const received = world.get(
              "SELECT 1 FROM message WHERE thread_id = ? AND place IN ('inbox', 'archive')",
              id,
            );
            if (received) expect(lists).toContain(id);
          }
        }
        const entries = () =>
          world.all('SELECT scope, last_at, thread_id, unread FROM thread_entry ORDER BY 1, 2, 3');
        const before = entries();
        world.run(refreshAllThreads);
        expect(entries()).toEqual(before);
        const totals = world.all(
          `SELECT scope, count(*) AS threads, sum(unread > 0) AS unread_threads, sum(unread) AS unread
           FROM thread_entry GROUP BY scope ORDER BY scope`,
        );
        expect(world.all('SELECT * FROM thread_list ORDER BY scope')).toEqual(totals);
      }),
      { numRuns: 30 },
    );
  });
});

describe('pinning', () => {
  it('puts a thread first in its lists, whatever arrives, and keeps its time', () => {
    const world = new World();
    const [a, b] = ['a', 'b'].map((subject) => world.mail({ subject }).threadId);
    const before = row(world, a!)?.lastAt;
    const { actionId, title } = doIt(world, a!, 'pin');
    expect(title).toBe('Pin a thread');
    const c = world.mail({ subject: 'c' }).threadId;
    expect(list(world, 'inbox')).toEqual([a, c, b]);
    expect(list(world, 'all')).toEqual([a, c, b]);
    const page = { view: 'inbox', channel: null, accountId: null, mailboxId: 'box-inbox' } as const;
    expect(pageThreads(world.db, { ...page, offset: 0, limit: 1 }).rows).toMatchObject([
      { id: a, pinned: true, lastAt: before },
    ]);
    expect(search(world.db, { query: 'is:pinned', limit: 10 }).hits.map(({ threadId }) => threadId)).toEqual([
      a,
    ]);
    expect(world.command(undo, { actionId }).undone).toBe(true);
    expect(list(world, 'inbox')).toEqual([c, b, a]);
  });

  it('ends with archiving and throwing away, which undo takes back', () => {
    const world = new World();
    const { threadId } = world.mail({});
    for (const name of ['archive', 'trash'] as const) {
      doIt(world, threadId, 'pin');
      const { actionId } = doIt(world, threadId, name);
      expect(row(world, threadId)?.pinned).toBe(false);
      expect(world.command(undo, { actionId }).undone).toBe(true);
      expect(row(world, threadId)?.pinned).toBe(true);
    }
    doIt(world, threadId, 'unpin');
    expect(row(world, threadId)?.pinned).toBe(false);
  });
});
