import { describe, expect, it } from 'vitest';
import { act, separateThread, starMessage } from '#engine/actions/act.ts';
import { claimNext } from '#engine/actions/claim.ts';
import { recordAction } from '#engine/actions/journal.ts';
import { confirm, fail, recoverActions } from '#engine/actions/lifecycle.ts';
import { listOutbox } from '#engine/actions/outbox.ts';
import { pendingEffect } from '#engine/actions/pending.ts';
import { makeUndo } from '#engine/actions/undo.ts';
import { applyFlags, expunge, rematch } from '#engine/ingest/mailbox.ts';
import { pageThreads, placeCounts } from '#engine/threads/queries.ts';
import type { View } from '#shared/contract/model.ts';
import { ME, World } from '../threads/support/world.ts';
import { ERROR } from './support.ts';

const undo = makeUndo();

function list(world: World, view: View): string[] {
  const choice = { view, channel: null, accountId: null, mailboxId: null, offset: 0, limit: 50 };
  return pageThreads(world.db, choice).rows.map((row) => row.id);
}

function states(world: World): string[] {
  return world.all<{ state: string }>('SELECT state FROM action ORDER BY id').map((a) => a.state);
}

function place(world: World, row: number) {
  return world.get<{ place: string; unread: number; starred: number }>(
    'SELECT place, unread, starred FROM message WHERE row = ?',
    row,
  );
}

function perform(world: World) {
  for (;;) {
    const action = world.command(claimNext, { exclude: [] });
    if (!action) return;
    world.command(confirm, { id: action.id });
  }
}

describe('acts on threads', () => {
  it('archive what is in the inbox and leave the rest', () => {
    const world = new World();
    const mail = world.mail({ id: '<a@x>' });
    const mine = world.mail({ from: ME, to: ['ana@example.com'], references: ['<a@x>'] });
    expect(list(world, 'inbox')).toEqual([mail.threadId]);
    const { title } = world.command(act, { ids: [mail.threadId], act: 'archive', mailboxId: null });
    expect(title).toBe('Archive a thread');
    expect(list(world, 'inbox')).toEqual([]);
    expect(list(world, 'archive')).toEqual([mail.threadId]);
    expect(place(world, mine.row).place).toBe('sent');
    const claimed = world.command(claimNext, { exclude: [] });
    expect(claimed).toMatchObject({
      kind: 'mail.move',
      payload: { to: { role: 'archive' }, from: 'inbox' },
      targets: [
        { messageRow: mail.row, messageId: '<a@x>', locations: [{ mailboxId: 'box-inbox', uid: 1 }] },
      ],
    });
    world.command(confirm, {
      id: claimed!.id,
      moved: [{ mailboxId: 'box-inbox', uid: 1, toMailboxId: 'box-archive', toUid: 7 }],
    });
    expect(world.all('SELECT mailbox_id, uid FROM mail_location WHERE message_row = ?', mail.row)).toEqual([
      { mailbox_id: 'box-archive', uid: 7 },
    ]);
    expect(listOutbox(world.db)).toEqual([]);
  });

  it('change texts without any server', () => {
    const world = new World();
    const text = world.text({});
    world.command(act, { ids: [text.threadId], act: 'trash', mailboxId: null });
    expect(list(world, 'trash')).toEqual([text.threadId]);
    expect(list(world, 'all')).toEqual([]);
    expect(states(world)).toEqual(['done']);
    expect(placeCounts(world.db)).toMatchObject({ outbox: 0, trash: 1, inboxUnread: 0 });
  });

  it('make one entry of the outbox whatever the number of accounts and effects', () => {
    const world = new World();
    const a = world.mail({ subject: 'a' });
    const b = world.mail({ subject: 'b', place: 'junk' });
    world.command(act, { ids: [a.threadId, b.threadId], act: 'archive', mailboxId: null });
    expect(states(world)).toHaveLength(2);
    expect(listOutbox(world.db).map((entry) => entry.title)).toEqual(['Archive 2 threads']);
  });

  it.each([
    ['read', { unread: 0 }],
    ['star', { starred: 1 }],
    ['trash', { place: 'trash' }],
    ['junk', { place: 'junk' }],
  ] as const)('%s, and back', (name, changed) => {
    const world = new World();
    const mail = world.mail({});
    const before = place(world, mail.row);
    const { actionId } = world.command(act, { ids: [mail.threadId], act: name, mailboxId: null });
    expect(place(world, mail.row)).toMatchObject(changed);
    expect(world.command(undo, { actionId })).toEqual({ undone: true, draftId: null });
    expect(place(world, mail.row)).toEqual(before);
    expect(states(world)).toEqual(['cancelled']);
    expect(world.command(undo, { actionId }).undone).toBe(false);
  });

  it('can be given up when the server refuses what was under way while the rest was taken back', () => {
    const world = new World();
    const a = world.mail({});
    const b = world.mail({ place: 'junk' });
    const ids = [a.threadId, b.threadId];
    const { actionId } = world.command(act, { ids, act: 'archive', mailboxId: null });
    const claimed = world.command(claimNext, { exclude: [] })!;
    expect(world.command(undo, { actionId }).undone).toBe(true);
    world.command(fail, { id: claimed.id, error: ERROR });
    const refused = () => listOutbox(world.db).filter(({ state }) => state === 'failed');
    expect(refused()).toHaveLength(1);
    expect(world.command(undo, { actionId: refused()[0]!.actionId }).undone).toBe(true);
    expect(refused()).toEqual([]);
  });

  it('are undone by the opposite once the server has done them', () => {
    const world = new World();
    const mail = world.mail({});
    const { actionId } = world.command(act, { ids: [mail.threadId], act: 'archive', mailboxId: null });
    const claimed = world.command(claimNext, { exclude: [] })!;
    world.command(confirm, {
      id: claimed.id,
      moved: [{ mailboxId: 'box-inbox', uid: 1, toMailboxId: 'box-archive', toUid: 7 }],
    });
    world.command(undo, { actionId });
    expect(place(world, mail.row).place).toBe('inbox');
    expect(world.command(claimNext, { exclude: [] })).toMatchObject({
      kind: 'mail.move',
      payload: { to: { role: 'inbox' } },
      targets: [{ locations: [{ mailboxId: 'box-archive', uid: 7 }] }],
    });
  });

  it('are undone on the server too when a crash left open whether it had done them', () => {
    const world = new World();
    const mail = world.mail({});
    const { actionId } = world.command(act, { ids: [mail.threadId], act: 'star', mailboxId: null });
    world.command(claimNext, { exclude: [] });
    world.run(recoverActions);
    expect(world.command(undo, { actionId }).undone).toBe(true);
    expect(place(world, mail.row).starred).toBe(0);
    const again = world.command(claimNext, { exclude: [] })!;
    expect(again.payload).toEqual({ add: ['\\Flagged'], remove: [] });
    world.command(confirm, { id: again.id });
    expect(world.command(claimNext, { exclude: [] })?.payload).toEqual({ add: [], remove: ['\\Flagged'] });
  });

  it('are given up when the server refuses them, and show what it has', () => {
    const world = new World();
    const mail = world.mail({});
    const before = place(world, mail.row);
    const { actionId } = world.command(act, { ids: [mail.threadId], act: 'trash', mailboxId: null });
    world.command(fail, { id: world.command(claimNext, { exclude: [] })!.id, error: ERROR });
    expect(place(world, mail.row).place).toBe('trash');
    expect(world.command(undo, { actionId }).undone).toBe(true);
    expect(place(world, mail.row)).toEqual(before);
    expect(world.command(claimNext, { exclude: [] })).toBeNull();
    expect(listOutbox(world.db)).toEqual([]);
  });

  it('of Skein’s own are simply not done when the user takes them back', () => {
    const world = new World();
    const mail = world.mail({ from: ME });
    const actionId = world.run((tx) =>
      recordAction(tx, {
        kind: 'mail.file-sent',
        accountId: 'account-mail',
        title: 'Keep a copy in Sent',
        payload: null,
        messageRow: mail.row,
      }),
    );
    expect(world.command(undo, { actionId })).toEqual({ undone: true, draftId: null });
    expect(world.command(claimNext, { exclude: [] })).toBeNull();
  });

  it('move what an earlier action has moved on from where it lies by then', () => {
    const world = new World();
    const mail = world.mail({});
    world.command(act, { ids: [mail.threadId], act: 'archive', mailboxId: null });
    world.command(act, { ids: [mail.threadId], act: 'inbox', mailboxId: null });
    const first = world.command(claimNext, { exclude: [] })!;
    expect(world.command(claimNext, { exclude: [] })).toBeNull();
    world.command(confirm, {
      id: first.id,
      moved: [{ mailboxId: 'box-inbox', uid: 1, toMailboxId: 'box-archive', toUid: 7 }],
    });
    expect(world.command(claimNext, { exclude: [] })?.targets[0]?.locations).toMatchObject([
      { mailboxId: 'box-archive', uid: 7 },
    ]);
  });

  it('move to a mailbox of the user’s own, and back', () => {
    const world = new World();
    const mail = world.mail({ place: 'archive' });
    const { actionId, title } = world.command(act, {
      ids: [mail.threadId],
      act: 'move',
      mailboxId: 'box-none',
    });
    expect(title).toBe('Move a thread to Receipts');
    const claimed = world.command(claimNext, { exclude: [] })!;
    expect(claimed.payload).toEqual({ to: { mailboxId: 'box-none' }, from: 'shown' });
    world.command(confirm, {
      id: claimed.id,
      moved: [{ mailboxId: 'box-archive', uid: 1, toMailboxId: 'box-none', toUid: 3 }],
    });
    const choice = { view: 'all', channel: null, accountId: null, offset: 0, limit: 5 } as const;
    const shown = pageThreads(world.db, { ...choice, mailboxId: 'box-none' });
    expect(shown.rows[0]?.mailboxes).toEqual([{ mailboxId: 'box-none', name: 'Receipts' }]);
    world.command(undo, { actionId });
    expect(world.command(claimNext, { exclude: [] })).toMatchObject({
      payload: { to: { mailboxId: 'box-archive' } },
      targets: [{ locations: [{ mailboxId: 'box-none', uid: 3 }] }],
    });
    expect(() => world.command(act, { ids: [mail.threadId], act: 'move', mailboxId: 'gone' })).toThrow(
      expect.objectContaining({ code: 'no-mailbox' }),
    );
  });

  it('stand on top of the server’s word until it is confirmed', () => {
    const world = new World();
    const mail = world.mail({});
    expect(pendingEffect(world.db, mail.row)).toEqual({});
    world.command(act, { ids: [mail.threadId], act: 'archive', mailboxId: null });
    world.command(starMessage, { id: mail.id, starred: true });
    world.command(act, { ids: [mail.threadId], act: 'trash', mailboxId: null });
    expect(pendingEffect(world.db, mail.row)).toEqual({ place: 'trash', starred: true });
    perform(world);
    expect(pendingEffect(world.db, mail.row)).toEqual({});
    expect(world.get('SELECT flags FROM mail_location')).toEqual({ flags: '\\Flagged' });
  });

  it('do not undo what was changed since', () => {
    const world = new World();
    const mail = world.mail({});
    const { actionId } = world.command(act, { ids: [mail.threadId], act: 'archive', mailboxId: null });
    world.command(act, { ids: [mail.threadId], act: 'trash', mailboxId: null });
    world.command(undo, { actionId });
    expect(place(world, mail.row).place).toBe('trash');
  });

  it('done, leave what the server says of the message where it is now', () => {
    const world = new World();
    const mail = world.mail({ id: '<one@x>', unread: false });
    world.db.prepare("UPDATE mail_location SET flags = '\\Seen'").run();
    world.command(act, { ids: [mail.threadId], act: 'archive', mailboxId: null });
    const claimed = world.command(claimNext, { exclude: [] })!;
    // Another program marked it as unread, and a sync sees the new place before the answer to the move does.
    const summary = { uid: 7, flags: [], modseq: null, messageId: '<one@x>', size: 1000 };
    world.command(rematch, {
      mailboxId: 'box-archive',
      uidValidity: 1,
      summaries: [{ ...summary, emailId: null, internalDate: 0 }],
    });
    expect(place(world, mail.row).unread).toBe(0);
    world.command(confirm, {
      id: claimed.id,
      moved: [{ mailboxId: 'box-inbox', uid: 1, toMailboxId: 'box-archive', toUid: 7 }],
    });
    expect(place(world, mail.row)).toMatchObject({ place: 'archive', unread: 1 });
  });

  it('done, leave the flags that the server told while they were under way', () => {
    const world = new World();
    const mails = [world.mail({ subject: 'one' }), world.mail({ subject: 'two' })];
    const ids = mails.map(({ threadId }) => threadId);
    world.command(act, { ids, act: 'star', mailboxId: null });
    const claimed = world.command(claimNext, { exclude: [] })!;
    // Another program took the star of the first away again, and a sync saw it before the answer came to us.
    const states = [{ uid: 1, flags: ['\\Seen'], modseq: null }];
    world.command(applyFlags, { mailboxId: 'box-inbox', uidValidity: 1, states });
    world.command(confirm, { id: claimed.id, moved: [], targets: claimed.targets });
    expect(mails.map(({ row }) => place(world, row).starred)).toEqual([0, 1]);
  });

  it('done, take no UID for what was said before the mailbox lost its UIDs', () => {
    const world = new World();
    const [mail, other] = [world.mail({ subject: 'one' }), world.mail({ subject: 'other' })];
    world.command(act, { ids: [mail.threadId], act: 'trash', mailboxId: null });
    const claimed = world.command(claimNext, { exclude: [] })!;
    // The server lost its UIDs before the answer was recorded; by now this one is the other message's.
    world.db.prepare("UPDATE mailbox SET uidvalidity = 2 WHERE id = 'box-inbox'").run();
    world.db.prepare('DELETE FROM mail_location').run();
    const common = { mailboxId: 'box-inbox', uid: 1 };
    world.db
      .prepare('INSERT INTO mail_location (mailbox_id, uid, message_row) VALUES (@mailboxId, @uid, @row)')
      .run({ ...common, row: other.row });
    const moved = { ...common, toMailboxId: 'box-trash', toUid: 7 };
    world.command(confirm, { id: claimed.id, moved: [{ ...moved, valid: { from: 1, to: 1 } }] });
    expect(world.all('SELECT mailbox_id, uid, message_row FROM mail_location')).toEqual([
      { mailbox_id: 'box-inbox', uid: 1, message_row: other.row },
    ]);
  });

  it('done, leave nothing on the screen that lies nowhere: its new place is another message', () => {
    const world = new World();
    const [mail, other] = [world.mail({ subject: 'one' }), world.mail({ subject: 'other' })];
    world.db
      .prepare("UPDATE mail_location SET mailbox_id = 'box-trash', uid = 7 WHERE message_row = ?")
      .run(other.row);
    world.command(act, { ids: [mail.threadId], act: 'trash', mailboxId: null });
    world.command(confirm, {
      id: world.command(claimNext, { exclude: [] })!.id,
      moved: [{ mailboxId: 'box-inbox', uid: 1, toMailboxId: 'box-trash', toUid: 7 }],
    });
    expect(place(world, mail.row).place).toBe('gone');
  });

  it('are all there is to say in an account without a server', () => {
    const world = new World();
    world.db.prepare("UPDATE account SET provider = 'sample'").run();
    const mail = world.mail({});
    world.command(act, { ids: [mail.threadId], act: 'archive', mailboxId: null });
    world.command(confirm, { id: world.command(claimNext, { exclude: [] })!.id });
    expect(place(world, mail.row).place).toBe('archive');
    const { actionId } = world.command(act, { ids: [mail.threadId], act: 'star', mailboxId: null });
    world.command(undo, { actionId });
    expect(place(world, mail.row)).toMatchObject({ place: 'archive', starred: 0 });
  });

  it('move a message between the mailboxes of an account without a server, and it comes back from the trash', () => {
    const world = new World();
    world.db.prepare("UPDATE account SET provider = 'local'").run();
    const mail = world.mail({ place: 'archive', mailbox: 'none' });
    const boxes = () =>
      world.all<{ box: string }>('SELECT mailbox_id AS box FROM mail_location').map(({ box }) => box);
    const lists = () =>
      world
        .all<{ scope: string }>("SELECT scope FROM thread_entry WHERE scope LIKE 'm@%'")
        .map(({ scope }) => scope);
    const done = (name: 'move' | 'trash', mailboxId: string | null) => {
      const { actionId } = world.command(act, { ids: [mail.threadId], act: name, mailboxId });
      world.command(confirm, { id: world.command(claimNext, { exclude: [] })!.id });
      return actionId;
    };
    done('move', 'box-archive');
    expect(boxes()).toEqual(['box-archive']);
    const inArchive = lists();
    expect(inArchive).toHaveLength(1);
    const actionId = done('trash', null);
    expect(place(world, mail.row).place).toBe('trash');
    expect(lists()).toEqual([]);
    world.command(undo, { actionId });
    world.command(confirm, { id: world.command(claimNext, { exclude: [] })!.id });
    expect(place(world, mail.row).place).toBe('archive');
    expect([boxes(), lists()]).toEqual([['box-archive'], inArchive]);
  });

  it('undone, leave what the server said meanwhile', () => {
    const world = new World();
    const [lost, read] = [world.mail({ subject: 'lost' }), world.mail({ subject: 'read' })];
    const { actionId } = world.command(act, {
      ids: [lost.threadId, read.threadId],
      act: 'archive',
      mailboxId: null,
    });
    const { actionId: seen } = world.command(act, { ids: [read.threadId], act: 'star', mailboxId: null });
    world.command(expunge, { mailboxId: 'box-inbox', uidValidity: 1, uids: [{ first: 1, last: 1 }] });
    const states = [{ uid: 2, flags: ['\\Seen', '\\Flagged'], modseq: null }];
    world.command(applyFlags, { mailboxId: 'box-inbox', uidValidity: 1, states });
    for (const id of [seen, actionId]) world.command(undo, { actionId: id });
    expect(place(world, lost.row).place).toBe('gone');
    expect(place(world, read.row)).toMatchObject({ place: 'inbox', unread: 0, starred: 1 });
  });

  it('take a person’s thread apart and join it again', () => {
    const world = new World();
    world.answer({ signature: '+1 202 555 0142' });
    const { threadId } = world.text({ from: '+12025550142' });
    const { actionId } = world.command(separateThread, { id: threadId });
    expect(list(world, 'all')).toHaveLength(2);
    world.command(undo, { actionId });
    expect(list(world, 'all')).toHaveLength(1);
    world.command(separateThread, { id: threadId });
    const [mailThread] = list(world, 'all').filter((id) => id !== threadId);
    world.command(separateThread, { id: mailThread! });
    expect(list(world, 'all')).toHaveLength(1);
  });
});
