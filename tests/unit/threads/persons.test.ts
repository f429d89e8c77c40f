import { describe, expect, it } from 'vitest';
import { stateSeparateThread } from '#engine/people/facts.ts';
import { rejoinContact, rejoinEverybody } from '#engine/threads/persons.ts';
import { pageThreads } from '#engine/threads/queries.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import { getThread, markNoticeSeen } from '#engine/threads/thread-view.ts';
import { ME, START, World } from './support/world.ts';

const ANA = 'Ana Ribeiro <ana@example.com>';
const ANA_NUMBER = '+12025550142';
const signature = 'Ana Ribeiro\nRibeiro Roofs\nTel (202) 555-0142';

const all = { view: 'all', channel: null, accountId: null, mailboxId: null, offset: 0, limit: 50 } as const;

function threads(world: World) {
  return pageThreads(world.db, all).rows.map((row) => ({
    kind: row.kind,
    channels: row.channels,
    count: row.messageCount,
  }));
}

describe('person threads', () => {
  it('join texts and one-to-one mail when the number is in the signature, in both orders', () => {
    const mailFirst = new World();
    mailFirst.answer({ signature });
    mailFirst.mail({ subject: 'Invoice', id: '<other@x>' });
    expect(threads(mailFirst)).toHaveLength(2);
    mailFirst.text({ from: ANA_NUMBER });
    expect(threads(mailFirst)).toEqual([{ kind: 'person', channels: ['mail', 'sms'], count: 4 }]);

    const textFirst = new World();
    textFirst.text({ from: ANA_NUMBER });
    textFirst.mail({ subject: 'Invoice', id: '<other@x>' });
    expect(threads(textFirst)).toHaveLength(2);
    textFirst.answer({ signature });
    expect(threads(textFirst)).toEqual([{ kind: 'person', channels: ['mail', 'sms'], count: 4 }]);
  });

  it('say on what evidence', () => {
    const world = new World();
    world.answer({ signature, date: START });
    const { threadId } = world.text({ from: ANA_NUMBER });
    const thread = getThread(world.db, { id: threadId, limit: 10 })!;
    const evidence = 'Same number as in Ana’s signature of 3 May';
    expect(thread.joinNotice).toEqual({ evidence });
    expect(thread.items.map((item) => item.reason)).toEqual([
      `Starts this conversation · ${evidence}`,
      `Answers “Roof survey” · ${evidence}`,
      'Texts with the same number',
    ]);
    expect(thread.participants).toEqual([{ name: 'Ana Ribeiro', address: ANA_NUMBER }]);
    expect(thread.person?.identities.map((identity) => identity.value)).toEqual([
      'ana@example.com',
      '+1 202 555 0142',
    ]);
    expect(thread.replyChannels.map((channel) => channel.label)).toEqual([
      'Text to +1 202 555 0142',
      'Email to ana@example.com',
    ]);
    world.run(markNoticeSeen);
    expect(getThread(world.db, { id: threadId, limit: 10 })?.joinNotice).toBeNull();
  });

  it('leave mail alone that is not one-to-one', () => {
    const world = new World();
    world.answer({ signature });
    world.mail({ subject: 'Everybody', cc: ['bo@example.com'], id: '<group@x>' });
    world.mail({ subject: 'Digest', listId: 'roofs.example.com', id: '<list@x>' });
    world.mail({ subject: 'Your receipt', bulk: true, id: '<bulk@x>' });
    world.text({ from: ANA_NUMBER });
    expect(threads(world)).toEqual([
      { kind: 'person', channels: ['mail', 'sms'], count: 3 },
      { kind: 'topic', channels: ['mail'], count: 1 },
      { kind: 'topic', channels: ['mail'], count: 1 },
      { kind: 'topic', channels: ['mail'], count: 1 },
    ]);
  });

  it('let a mail conversation go as soon as somebody else is in it', () => {
    const world = new World();
    world.answer({ signature, id: '<a@x>' });
    world.text({ from: ANA_NUMBER });
    expect(threads(world)).toHaveLength(1);
    world.mail({ references: ['<a@x>'], cc: ['bo@example.com'], subject: 'Re: Roof survey' });
    expect(threads(world).map((t) => [t.kind, t.count])).toEqual([
      ['topic', 3],
      ['person', 1],
    ]);
  });

  it('take later one-to-one mail in both directions', () => {
    const world = new World();
    world.answer({ signature });
    const { threadId } = world.text({ from: ANA_NUMBER });
    expect(world.mail({ from: ME, to: [ANA], subject: 'New topic' }).threadId).toBe(threadId);
    expect(world.mail({ subject: 'Another' }).threadId).toBe(threadId);
    expect(world.mail({ subject: 'Bo', from: 'bo@example.com' }).threadId).not.toBe(threadId);
  });

  it('keep groups of texts apart from the person', () => {
    const world = new World();
    const alone = world.text({ from: ANA_NUMBER });
    const group = world.text({ from: ANA_NUMBER, others: ['+12025550143'] });
    expect(group.threadId).not.toBe(alone.threadId);
    expect(world.text({ from: ANA_NUMBER, others: ['+12025550143'] }).threadId).toBe(group.threadId);
    expect(getThread(world.db, { id: group.threadId, limit: 5 })?.kind).toBe('topic');
  });

  it('come apart at the user’s word and stay so', () => {
    const world = new World();
    world.answer({ signature });
    const { threadId } = world.text({ from: ANA_NUMBER });
    const { contact_id: contact } = world.get<{ contact_id: string }>(
      'SELECT contact_id FROM thread WHERE id = ?',
      threadId,
    );
    const say = (separate: boolean) =>
      world.run((tx) => {
        stateSeparateThread(tx, contact, separate);
        rejoinContact(tx, contact);
        refreshThreads(tx);
      });
    say(true);
    expect(threads(world).map((t) => t.channels)).toEqual([['sms'], ['mail']]);
    world.answer({ signature, subject: 'Once more' });
    world.text({ from: ANA_NUMBER });
    expect(threads(world)).toHaveLength(3);
    say(false);
    expect(threads(world)).toEqual([{ kind: 'person', channels: ['mail', 'sms'], count: 6 }]);
  });

  it('follow the setting', () => {
    const world = new World();
    const set = (value: boolean) =>
      world.run((tx) => {
        tx.db.prepare("INSERT OR REPLACE INTO setting VALUES ('joinPeople', ?)").run(String(value));
        rejoinEverybody(tx);
        refreshThreads(tx);
      });
    set(false);
    world.answer({ signature });
    world.text({ from: ANA_NUMBER });
    expect(threads(world)).toHaveLength(2);
    set(true);
    expect(threads(world)).toHaveLength(1);
    set(false);
    expect(threads(world)).toHaveLength(2);
  });

  it('keep what was typed when threads become one', () => {
    const world = new World();
    const mail = world.answer({ signature });
    world.run((tx) =>
      tx.db
        .prepare(
          `INSERT INTO draft (id, channel, thread_id, mode, recipients, subject, text, quote, message_id, revision,
             saved_at) VALUES ('d', 'mail', ?, 'reply', '{}', '', 'Dear Ana', '', '<d@x>', 1, 0)`,
        )
        .run(mail.threadId),
    );
    const text = world.text({ from: ANA_NUMBER });
    expect(text.threadId).not.toBe(mail.threadId);
    expect(world.get('SELECT thread_id FROM draft')).toEqual({ thread_id: text.threadId });
    expect(getThread(world.db, { id: text.threadId, limit: 5 })?.hasDraft).toBe(true);
  });
});
