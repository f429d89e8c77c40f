import { describe, expect, it } from 'vitest';
import { act } from '#engine/actions/act.ts';
import { claimNext, ELSEWHERE } from '#engine/actions/claim.ts';
import { confirm, retryLater } from '#engine/actions/lifecycle.ts';
import { listOutbox } from '#engine/actions/outbox.ts';
import { makeUndo } from '#engine/actions/undo.ts';
import { expunge } from '#engine/ingest/mailbox.ts';
import { ME, World } from '../threads/support/world.ts';
import { queueSend } from './support.ts';

describe('actions whose message is not known to lie anywhere', () => {
  it('tell whoever performs them that the place of a message is not known', () => {
    const world = new World();
    const mail = world.mail({});
    world.command(act, { ids: [mail.threadId], act: 'archive', mailboxId: null });
    world.command(act, { ids: [mail.threadId], act: 'inbox', mailboxId: null });
    const first = world.command(claimNext, { exclude: [] })!;
    world.command(confirm, { id: first.id, moved: [] });
    world.command(expunge, { mailboxId: 'box-inbox', uidValidity: 1, uids: [{ first: 1, last: 1 }] });
    const second = world.command(claimNext, { exclude: [] })!;
    expect(second).toMatchObject({ targets: [], unplaced: true });
    world.command(retryLater, { id: second.id, error: ELSEWHERE, random: 0, countAttempt: false });
    world.run((tx) =>
      tx.db
        .prepare("INSERT INTO mail_location (mailbox_id, uid, message_row) VALUES ('box-archive', 9, ?)")
        .run(mail.row),
    );
    world.clock += 3_000;
    expect(world.command(claimNext, { exclude: [] })).toMatchObject({
      targets: [{ locations: [{ uid: 9 }] }],
      unplaced: false,
    });
  });

  it('do not wait for one whose message another program took away, unless they are about the same', () => {
    const world = new World();
    const [lost, other] = [world.mail({ subject: 'lost' }), world.mail({ subject: 'other' })];
    for (const name of ['trash', 'read'] as const)
      for (const { threadId } of [lost, other])
        world.command(act, { ids: [threadId], act: name, mailboxId: null });
    world.command(expunge, { mailboxId: 'box-inbox', uidValidity: 1, uids: [{ first: 1, last: 1 }] });
    const claim = () => world.command(claimNext, { exclude: [] });
    const first = claim()!;
    expect(first).toMatchObject({ targets: [], unplaced: true });
    world.command(retryLater, { id: first.id, error: ELSEWHERE, random: 0, countAttempt: false });
    for (const kind of ['mail.move', 'mail.flags']) {
      const next = claim()!;
      expect(next).toMatchObject({ kind, targets: [{ messageRow: other.row }], unplaced: false });
      world.command(confirm, { id: next.id, moved: [] });
    }
    expect(claim()).toBeNull();
    expect(listOutbox(world.db)).toMatchObject([{ state: 'waiting' }, { state: 'queued' }]);
  });

  it('do not wait for one about a mail that is still being sent', () => {
    const world = new World();
    const sent = world.mail({ from: ME, subject: 'sent' });
    world.db.prepare("UPDATE mail SET send_state = 'sending' WHERE message_row = ?").run(sent.row);
    world.db.prepare('DELETE FROM mail_location').run();
    const other = world.mail({ subject: 'other' });
    for (const { threadId } of [sent, other])
      world.command(act, { ids: [threadId], act: 'star', mailboxId: null });
    expect(world.command(claimNext, { exclude: [] })?.targets).toMatchObject([{ messageRow: other.row }]);
    expect(listOutbox(world.db)[0]).toMatchObject({ state: 'waiting', error: { code: 'no-copy-yet' } });
  });
});

describe('a move whose answer was lost', () => {
  const NOBODY = { code: 'connection-lost', message: 'Lost.', advice: 'Wait.', detail: null };

  /** A mail in the inbox with a copy in another mailbox is moved to `to`; where it is taken from the second time. */
  function takenAgain(lands: boolean): { mailboxId: string; uid: number }[] {
    const world = new World();
    const mail = world.mail({});
    const place = (mailboxId: string, uid: number) =>
      world.run((tx) =>
        tx.db
          .prepare('INSERT INTO mail_location (mailbox_id, uid, message_row) VALUES (?, ?, ?)')
          .run(mailboxId, uid, mail.row),
      );
    place('box-none', 5);
    world.command(act, { ids: [mail.threadId], act: 'move', mailboxId: 'box-archive' });
    const first = world.command(claimNext, { exclude: [] })!;
    expect(first.targets[0]?.locations).toMatchObject([{ mailboxId: 'box-inbox', uid: 1 }]);
    world.command(retryLater, { id: first.id, error: NOBODY, random: 0 });
    if (lands) {
      world.command(expunge, { mailboxId: 'box-inbox', uidValidity: 1, uids: [{ first: 1, last: 1 }] });
      place('box-archive', 9);
    }
    world.clock += 10_000;
    const again = world.command(claimNext, { exclude: [] })!;
    return again.targets.flatMap(({ locations }) =>
      locations.map(({ mailboxId, uid }) => ({ mailboxId, uid })),
    );
  }

  it('takes no other copy along when a sync finds that it was done', () => {
    expect(takenAgain(true)).toEqual([]);
  });

  it('is made again when it was not', () => {
    expect(takenAgain(false)).toEqual([{ mailboxId: 'box-inbox', uid: 1 }]);
  });
});

it('undo takes a message that lay nowhere to no mailbox of that name', () => {
  const world = new World();
  const mail = world.mail({});
  world.command(expunge, { mailboxId: 'box-inbox', uidValidity: 1, uids: [{ first: 1, last: 1 }] });
  const { actionId } = world.command(act, { ids: [mail.threadId], act: 'move', mailboxId: 'box-archive' });
  const { id } = world.command(claimNext, { exclude: [] })!;
  world.command(retryLater, { id, error: ELSEWHERE, random: 0 });
  world.command(makeUndo(), { actionId });
  expect(world.all("SELECT payload FROM action WHERE payload LIKE '%gone%'")).toEqual([]);
});

describe('a clock that was set back by a day', () => {
  const DAY = 86_400_000;
  const LOST = { code: 'connection-lost', message: 'Lost.', advice: 'Wait.', detail: null };

  it('holds up neither a send that could be undone for a moment nor what is tried again', () => {
    const world = new World();
    const { actionId } = queueSend(world, { hold: 10_000 });
    const claim = () => world.command(claimNext, { exclude: [] });
    expect(claim()).toBeNull();
    world.clock -= DAY;
    expect(claim()?.id).toBe(actionId);
    world.command(retryLater, { id: actionId, error: LOST, random: 0 });
    expect(claim()).toBeNull();
    world.clock -= DAY;
    expect(claim()?.id).toBe(actionId);
  });

  it('sends nothing before the time the user chose', () => {
    const world = new World();
    queueSend(world, { hold: 3_600_000 });
    world.clock -= DAY;
    expect(world.command(claimNext, { exclude: [] })).toBeNull();
  });
});
