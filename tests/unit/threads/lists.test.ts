import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { act, type ThreadAct } from '#engine/actions/act.ts';
import { unindexBody } from '#engine/search/index-body.ts';
import { markDirty } from '#engine/threads/dirty.ts';
import { placeOfRoles } from '#engine/threads/places.ts';
import { pageThreads, placeCounts } from '#engine/threads/queries.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import { getThread } from '#engine/threads/thread-view.ts';
import type { View } from '#shared/contract/model.ts';
import { ME, refreshAllThreads, World } from './support/world.ts';

interface Choice {
  channel?: 'mail' | 'sms';
  accountId?: string;
  mailboxId?: string;
}

function ids(world: World, view: View, { channel, accountId, mailboxId }: Choice = {}): string[] {
  const choice = {
    view,
    channel: channel ?? null,
    accountId: accountId ?? null,
    mailboxId: mailboxId ?? null,
  };
  const page = pageThreads(world.db, { ...choice, offset: 0, limit: 100 });
  expect(page.total).toBe(page.rows.length);
  return page.rows.map((row) => row.id);
}

describe('lists', () => {
  it('hold a thread by what its messages are', () => {
    const world = new World();
    const inbox = world.mail({ id: '<a@x>', subject: 'a' });
    world.mail({ from: ME, to: ['ana@example.com'], references: ['<a@x>'], subject: 'Re: a' });
    const archived = world.mail({ subject: 'b', place: 'archive' });
    const junk = world.mail({ subject: 'c', place: 'junk' });
    const text = world.text({});
    expect(ids(world, 'inbox')).toEqual([text.threadId, inbox.threadId]);
    expect(ids(world, 'archive')).toEqual([archived.threadId]);
    expect(ids(world, 'sent')).toEqual([inbox.threadId]);
    expect(ids(world, 'junk')).toEqual([junk.threadId]);
    expect(ids(world, 'trash')).toEqual([]);
    expect(ids(world, 'starred')).toEqual([]);
    expect(ids(world, 'all')).toEqual([text.threadId, archived.threadId, inbox.threadId]);
    expect(ids(world, 'inbox', { channel: 'sms' })).toEqual([text.threadId]);
    expect(ids(world, 'inbox', { channel: 'mail' })).toEqual([inbox.threadId]);
    expect(ids(world, 'inbox', { accountId: 'account-mail' })).toEqual([inbox.threadId]);
    expect(ids(world, 'inbox', { mailboxId: 'box-archive' })).toEqual([archived.threadId]);
    expect(placeCounts(world.db)).toEqual({
      inboxUnread: 2,
      mailboxUnread: { 'box-inbox': 1, 'box-archive': 1, 'box-junk': 1 },
      labelUnread: {},
      drafts: 0,
      outbox: 0,
      outboxAttention: 0,
      outboxPlanned: 0,
      trash: 0,
      junk: 1,
    });
  });

  it('show a thread of which a part was thrown away in both, each with its own', () => {
    const world = new World();
    const old = world.mail({ id: '<a@x>' });
    world.command(act, { ids: [old.threadId], act: 'trash', mailboxId: null });
    const fresh = world.mail({ references: ['<a@x>'], subject: 'Re: Roof survey' });
    expect(ids(world, 'inbox')).toEqual([fresh.threadId]);
    expect(ids(world, 'trash')).toEqual([fresh.threadId]);
    const items = (view: View) =>
      getThread(world.db, { id: fresh.threadId, limit: 9, view })?.items.map((item) => item.id);
    expect(items('inbox')).toEqual([fresh.id]);
    expect(items('trash')).toEqual([old.id]);
    expect(getThread(world.db, { id: fresh.threadId, limit: 9 })).toMatchObject({
      messageCount: 1,
      unread: 1,
    });
  });

  it('name who is in a thread, me excluded, the last speaker first', () => {
    const world = new World();
    world.mail({ id: '<a@x>', cc: ['Bo Holm <bo@example.com>', 'Cy <cy@example.com>'] });
    const { threadId } = world.mail({
      from: 'bo@example.com',
      references: ['<a@x>'],
      cc: ['ana@example.com'],
    });
    const thread = getThread(world.db, { id: threadId, limit: 9 })!;
    expect(thread.participants.map((p) => p.name)).toEqual(['Bo Holm', 'Ana Ribeiro', 'Cy']);
    expect(thread.participantCount).toBe(3);
    expect(thread).toMatchObject({
      subject: 'Roof survey',
      kind: 'topic',
      person: null,
      snippetFromMe: false,
    });
  });

  it('keep older messages for when they are asked for', () => {
    const world = new World();
    const made = [0, 1, 2, 3, 4].map(() => world.text({}));
    const thread = getThread(world.db, { id: made[0]!.threadId, limit: 2 })!;
    expect(thread.items.map((item) => item.id)).toEqual([made[3]!.id, made[4]!.id]);
    expect(thread.hasOlder).toBe(true);
    expect(getThread(world.db, { id: 'none', limit: 2 })).toBeNull();
  });

  it('say how much of a large mail is still to come', () => {
    const world = new World();
    const { threadId, row } = world.mail({});
    const toCome = () =>
      getThread(world.db, { id: threadId, limit: 1 })?.items.map(
        (item) => item.kind === 'mail' && item.bytesToCome,
      );
    world.db.prepare("UPDATE mail SET body_state = 'partial', size = 9000000").run();
    expect(toCome()).toEqual([9_000_000]);
    world.db.prepare("UPDATE mail SET body_state = 'full' WHERE message_row = ?").run(row);
    expect(toCome()).toEqual([null]);
  });

  it('fold away what is not the message itself', () => {
    const world = new World();
    const { threadId } = world.mail({ text: 'See you there.', signature: 'Ana\nRoofs' });
    const [item] = getThread(world.db, { id: threadId, limit: 1 })!.items;
    expect(item).toMatchObject({
      text: 'See you there.',
      folded: [{ kind: 'signature', text: 'Ana\nRoofs' }],
    });
  });

  it('lose a thread with its last message', () => {
    const world = new World();
    const { row, threadId } = world.mail({});
    world.run((tx) => {
      markDirty(tx, threadId);
      unindexBody(tx, row);
      tx.db.prepare('DELETE FROM message WHERE row = ?').run(row);
      refreshThreads(tx);
    });
    for (const table of ['thread', 'thread_entry', 'thread_list', 'conversation', 'reference'])
      expect(world.all(`SELECT * FROM ${table}`)).toEqual([]);
  });

  it('say after any acts what a rebuild from the messages says', () => {
    const acts: ThreadAct[] = ['archive', 'inbox', 'trash', 'junk', 'read', 'unread', 'star', 'unstar'];
    const step = fc.oneof(
      fc.record({ act: fc.constantFrom(...acts), thread: fc.nat(5) }),
      fc.record({ mail: fc.nat(3), fromMe: fc.boolean() }),
      fc.record({ text: fc.nat(2) }),
    );
    const derived = (world: World) => [
      world.all('SELECT * FROM thread ORDER BY id'),
      world.all('SELECT * FROM thread_entry ORDER BY scope, last_at, thread_id'),
    ];
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
        const world = new World();
        for (const now of steps) {
          if ('text' in now) world.text({ from: `+1202555014${now.text}` });
          else if ('mail' in now) {
            const person = `p${now.mail}@example.com`;
            const people = now.fromMe ? { from: ME, to: [person] } : { from: person };
            world.mail({
              ...people,
              references: now.mail === 0 ? [] : [`<root${now.mail}@x>`],
              subject: `s${now.mail}`,
            });
          } else {
            const threads = world.all<{ id: string }>('SELECT id FROM thread ORDER BY id');
            const thread = threads[now.thread];
            if (thread) world.command(act, { ids: [thread.id], act: now.act, mailboxId: null });
          }
        }
        const before = derived(world);
        world.run(refreshAllThreads);
        expect(derived(world)).toEqual(before);
        expect(world.all('SELECT * FROM thread_list ORDER BY scope')).toEqual(
          world.all(`SELECT scope, count(*) AS threads, sum(unread > 0) AS unread_threads, sum(unread) AS unread
                     FROM thread_entry GROUP BY scope ORDER BY scope`),
        );
        const counted = world.get<{ n: number }>(
          `SELECT count(DISTINCT thread_id) AS n FROM message WHERE place IN ('inbox', 'archive', 'sent')`,
        ).n;
        expect(ids(world, 'all')).toHaveLength(counted);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the place of a mail', () => {
  it('is that of the mailbox the user would look in first', () => {
    expect(placeOfRoles(['all', 'inbox'])).toBe('inbox');
    expect(placeOfRoles(['all', 'sent'])).toBe('sent');
    expect(placeOfRoles(['none', 'trash'])).toBe('archive');
    expect(placeOfRoles(['trash'])).toBe('trash');
    expect(placeOfRoles([])).toBeNull();
  });
});
