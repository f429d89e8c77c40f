import { beforeEach, describe, expect, it } from 'vitest';
import { getAction, recordAction, setState } from '#engine/actions/journal.ts';
import { askedAt, newestReceived, noteAsked, receivedMail } from '#engine/unsubscribe/stored-lists.ts';
import { World } from '../threads/support/world.ts';

const NEWS = 'News <news@lists.example>';
const LIST = { listId: 'News.Lists.example', from: NEWS } as const;

let world: World;
const stored = (mail: Parameters<World['mail']>[0]) => {
  const delivered = world.mail(mail);
  world.run((tx) => {
    tx.db.prepare("UPDATE mail SET source = x'00' WHERE message_row = ?").run(delivered.row);
  });
  return delivered;
};
const listOf = (id: string) => receivedMail(world.db, id)!;
const send = () =>
  world.run((tx) =>
    recordAction(tx, { kind: 'mail.send', accountId: 'account-mail', title: 'Mail', payload: {} }),
  );
const to = (id: string, state: 'done' | 'failed' | 'cancelled') =>
  world.run((tx) => setState(tx, getAction(tx.db, id)!, { state }));

beforeEach(() => {
  world = new World();
});

describe('the mail that may name a way off its list', () => {
  it('was received and is not junk, newest first', () => {
    const first = stored({ ...LIST, id: '<a@x>' });
    const second = stored({ ...LIST, id: '<b@x>', inReplyTo: '<a@x>', place: 'archive' });
    stored({ ...LIST, id: '<c@x>', inReplyTo: '<a@x>', place: 'junk' });
    stored({ id: '<d@x>', from: 'sam@home.example', to: [NEWS], inReplyTo: '<a@x>', place: 'sent' });
    expect(newestReceived(world.db, first.threadId).map((mail) => mail.messageId)).toEqual([
      second.id,
      first.id,
    ]);
  });

  it('is not found once it is called junk', () => {
    const mail = stored({ ...LIST, place: 'junk' });
    expect(receivedMail(world.db, mail.id)).toBeNull();
  });
});

describe('what was asked of a list', () => {
  it('is remembered for all its mail, and for no other list', () => {
    const mail = stored(LIST);
    noteFor(mail.id, null);
    const at = world.clock;
    const later = stored({ ...LIST, listId: 'news.lists.example', subject: 'Another' });
    expect(askedAt(world.db, listOf(later.id))).toEqual({ at, waiting: false });
    expect(askedAt(world.db, listOf(stored({ ...LIST, listId: 'other.example' }).id))).toBeNull();
  });

  it('goes by the sender where a list has no name', () => {
    noteFor(stored({ from: NEWS }).id, null);
    expect(askedAt(world.db, listOf(stored({ from: 'NEWS@lists.example' }).id))).not.toBeNull();
    expect(askedAt(world.db, listOf(stored({ from: 'other@lists.example' }).id))).toBeNull();
  });

  it('by mail counts when the mail is sent, and never when it is taken back', () => {
    const mail = stored(LIST);
    const action = send();
    noteFor(mail.id, action);
    expect(askedAt(world.db, listOf(mail.id))).toMatchObject({ waiting: true });
    to(action, 'failed');
    expect(askedAt(world.db, listOf(mail.id))).toMatchObject({ waiting: true });
    to(action, 'cancelled');
    expect(askedAt(world.db, listOf(mail.id))).toBeNull();
    const again = send();
    noteFor(mail.id, again);
    to(again, 'done');
    world.run((tx) => tx.db.prepare('DELETE FROM action').run());
    expect(askedAt(world.db, listOf(mail.id))).toMatchObject({ waiting: false });
  });

  it('keeps no word of the list', () => {
    noteFor(stored(LIST).id, null);
    expect(JSON.stringify(world.all('SELECT * FROM unsubscription'))).not.toMatch(/news|lists/i);
  });
});

function noteFor(id: string, actionId: string | null): void {
  const { accountId, list, threadId } = listOf(id);
  world.command(noteAsked, { accountId, list, threadId, actionId });
}
