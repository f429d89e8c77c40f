import { beforeEach, expect, test } from 'vitest';
import { answerAs } from '#engine/drafts/answer-as.ts';
import { createDraft, outlineDraft } from '#engine/drafts/create.ts';
import { saveAndMirror } from '#engine/drafts/mirror.ts';
import { draftOfThread, listDrafts } from '#engine/store/repositories/drafts.ts';
import type { Draft } from '#shared/contract/drafts.ts';
import { type Delivered, ME, World } from '../threads/support/world.ts';

let world: World;
let asked: Delivered;
beforeEach(() => {
  world = new World();
  asked = world.mail({
    to: [ME, 'bob@example.com'],
    cc: ['carol@example.com'],
    subject: 'Roof',
    files: ['plan.pdf'],
  });
});

const input = (mode: Draft['mode']) => ({
  ...{ mode, channel: 'mail' as const, threadId: asked.threadId, answers: asked.id, accountId: null, to: [] },
  rich: true,
});
const addresses = ({ to, cc, bcc }: Pick<Draft, 'to' | 'cc' | 'bcc'>) =>
  [to, cc, bcc].map((list) => list.map(({ address }) => address));

test('a begun answer goes to all and back, with what was written and whom the user added', () => {
  const draft = world.command(createDraft, input('reply'));
  const dan = { name: 'Dan', address: 'dan@example.com' };
  const carol = { name: '', address: 'CAROL@example.com' };
  world.command(saveAndMirror, {
    ...draft,
    ...{ to: [...draft.to, dan], bcc: [carol], text: 'Dear Ana', html: '<p>Dear Ana</p>', quote: '' },
  });
  const all = world.command(answerAs, { id: draft.id, mode: 'reply-all', answers: null });
  expect(addresses(all)).toEqual([
    ['ana@example.com', 'bob@example.com', 'dan@example.com'],
    // Somebody who gets it unseen is not shown to the others.
    [],
    ['CAROL@example.com'],
  ]);
  expect(all).toMatchObject({
    mode: 'reply-all',
    text: 'Dear Ana',
    html: '<p>Dear Ana</p>',
    quote: '',
    revision: 3,
  });
  const back = world.command(answerAs, { id: draft.id, mode: 'reply', answers: null });
  expect(addresses(back)[0]).toEqual(['ana@example.com', 'dan@example.com']);
  expect(listDrafts(world.db)).toHaveLength(1);
});

test('one that was begun as a text learns what it answers when it goes to all as a mail', () => {
  const text = world.command(createDraft, { ...input('reply'), channel: 'sms', answers: null });
  world.command(saveAndMirror, { ...text, channel: 'mail', accountId: 'account-mail', text: 'Yes' });
  const all = world.command(answerAs, { id: text.id, mode: 'reply-all', answers: asked.id });
  expect(all).toMatchObject({ answers: asked.id, subject: 'Re: Roof', text: 'Yes' });
  expect(addresses(all).slice(0, 2)).toEqual([['ana@example.com', 'bob@example.com'], ['carol@example.com']]);
});

test('one that is gone, or on its way out, is refused', () => {
  const { id } = world.command(createDraft, input('reply'));
  world.run((tx) => tx.db.prepare('UPDATE draft SET sending = 1').run());
  expect(() => world.command(answerAs, { id, mode: 'reply-all', answers: null })).toThrowError(
    expect.objectContaining({ code: 'draft-gone' }),
  );
});

test('the outline says what a draft would start with, and makes none', () => {
  for (const mode of ['reply', 'reply-all', 'forward'] as const) {
    const { attachments, ...outline } = outlineDraft(world.db, input(mode));
    expect(listDrafts(world.db)).toHaveLength(0);
    const draft = world.command(createDraft, input(mode));
    expect(draft).toMatchObject(outline);
    expect(attachments.map(({ filename, size }) => [filename, size])).toEqual(
      draft.attachments.map(({ filename, size }) => [filename, size]),
    );
    expect(attachments).toHaveLength(mode === 'forward' ? 1 : 0);
    world.run((tx) => tx.db.prepare('DELETE FROM draft').run());
  }
});

test('the answer and the forwards of a thread are found beside each other', () => {
  const answer = world.command(createDraft, input('reply'));
  world.tick();
  const forward = world.command(createDraft, input('forward'));
  const found = (forwards?: string | null) =>
    draftOfThread(world.db, { threadId: asked.threadId, forwards })?.id ?? null;
  expect([found(), found(null), found(asked.id), found('another')]).toEqual([
    ...[forward.id, answer.id, forward.id],
    null,
  ]);
  // A newer forward does not hide the begun answer from whoever answers again.
  expect(world.command(createDraft, input('reply')).id).toBe(answer.id);
});
