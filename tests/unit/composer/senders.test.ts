import { beforeEach, describe, expect, it } from 'vitest';
import { createDraft } from '#engine/drafts/create.ts';
import { myAddresses } from '#engine/people/identities.ts';
import { deleteSender, saveSender, suggestSenders } from '#engine/senders/senders.ts';
import { listSenders } from '#engine/store/repositories/senders.ts';
import type { SenderChange } from '#shared/contract/senders.ts';
import { ME, World } from '../threads/support/world.ts';

const ALIAS = 'roofs@home.example';
const change = (part: Partial<SenderChange> = {}): SenderChange => ({
  ...{ id: null, accountId: 'account-mail', address: ALIAS, name: 'Roofs', replyTo: '' },
  ...{ signatureHtml: '', signatureText: '', preferred: false },
  ...part,
});

let world: World;
beforeEach(() => {
  world = new World();
});

const save = (part?: Partial<SenderChange>) => world.command(saveSender, change(part)).id;
const senders = () => listSenders(world.db);
const draft = (answers: string | null, part: Partial<Parameters<typeof createDraft>[1]> = {}) =>
  world.command(createDraft, {
    ...{ mode: answers ? 'reply' : 'new', channel: 'mail', threadId: null, accountId: null, to: [] },
    answers,
    ...part,
  });
const senderOfDraft = (...args: Parameters<typeof draft>) => {
  const { senderId } = draft(...args);
  return senders().find(({ id }) => id === senderId)?.address;
};

describe('an address to send from', () => {
  it('is the account’s own until there are others, and that cannot be removed', () => {
    expect(senders()).toMatchObject([{ id: 'account-mail', address: ME, own: true, preferred: true }]);
    world.command(deleteSender, 'account-mail');
    expect(senders()).toHaveLength(1);
    world.command(
      saveSender,
      change({ id: 'account-mail', address: 'other@x.example', name: 'Sam', signatureText: 'Sam' }),
    );
    expect(senders()).toMatchObject([{ address: ME, name: 'Sam', signatureText: 'Sam' }]);
  });

  it('must be an address that is not there yet', () => {
    save();
    for (const [part, code] of [
      [{ address: 'nobody' }, 'sender-address'],
      [{ address: 'new@x.example', replyTo: 'x' }, 'sender-reply-to'],
      [{ address: ALIAS.toUpperCase() }, 'sender-taken'],
      [{ address: ME }, 'sender-taken'],
      [{ id: 'gone' }, 'sender-gone'],
    ] as const)
      expect(() => save(part)).toThrowError(expect.objectContaining({ code }));
  });

  it('is preferred alone', () => {
    const id = save({ preferred: true });
    expect(senders().map(({ preferred }) => preferred)).toEqual([false, true]);
    world.command(saveSender, change({ id: 'account-mail', preferred: true }));
    expect(senders().map(({ preferred }) => preferred)).toEqual([true, false]);
    save({ id, preferred: true });
    world.command(deleteSender, id);
    expect(senders()).toMatchObject([{ preferred: true }]);
  });

  it('makes what came from it mine, and somebody else’s when it is removed', () => {
    const sent = world.mail({ from: ALIAS, to: ['ana@example.com'], place: 'sent', mailbox: 'sent' });
    const fromMe = () =>
      world.get<{ from_me: number }>('SELECT from_me FROM message WHERE row = ?', sent.row).from_me;
    expect(suggestSenders(world.db)).toMatchObject([{ address: ALIAS, messages: 1 }]);
    const id = save();
    expect([fromMe(), myAddresses(world.db).has(ALIAS)]).toEqual([1, true]);
    expect(suggestSenders(world.db)).toEqual([]);
    world.command(deleteSender, id);
    expect([fromMe(), myAddresses(world.db).has(ALIAS)]).toEqual([0, false]);
  });
});

describe('the sender of a draft', () => {
  it('is the address that the answered mail was written to, which is not answered itself', () => {
    save();
    const asked = world.mail({ to: [ALIAS, 'bob@example.com'], cc: [ME] });
    expect(senderOfDraft(asked.id)).toBe(ALIAS);
    const all = draft(asked.id, { mode: 'reply-all' });
    expect([...all.to, ...all.cc].map(({ address }) => address)).toEqual([
      'ana@example.com',
      'bob@example.com',
    ]);
  });

  it('is else the one it was delivered to, the one last used in the thread, the preferred one', () => {
    save();
    save({ address: 'work@home.example', preferred: true });
    const list = world.mail({ to: ['list@example.org'] });
    expect(senderOfDraft(list.id)).toBe('work@home.example');
    expect(senderOfDraft(list.id, { deliveredTo: [ALIAS], mode: 'forward' })).toBe(ALIAS);
    const own = world.mail({ from: ME, to: ['list@example.org'], inReplyTo: '<x@y>', subject: 'Tiles' });
    const next = world.mail({
      to: ['list@example.org'],
      inReplyTo: '<x@y>',
      references: ['<x@y>'],
      subject: 'Re: Tiles',
    });
    expect(next.threadId).toBe(own.threadId);
    expect(senderOfDraft(next.id)).toBe(ME);
    expect(senderOfDraft(null)).toBe('work@home.example');
  });
});
