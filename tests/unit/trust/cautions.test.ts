import { domainToASCII } from 'node:url';
import { beforeEach, expect, it } from 'vitest';
import { senderClaims } from '#engine/channels/mail/mime/sender-claims.ts';
import { lookalikeAmong } from '#engine/trust/lookalike-domain.ts';
import { SenderChecks } from '#engine/trust/sender-check.ts';
import { insertClaims } from '#engine/trust/stored-claims.ts';
import { party, World } from '../threads/support/world.ts';

let world: World;

beforeEach(() => {
  world = new World();
  world.db.exec('UPDATE mailbox SET checked_at = 1');
});

interface Mail {
  from: string;
  replyTo?: string;
  listId?: string;
  bulk?: boolean;
}

function said({ from, replyTo, ...mail }: Mail) {
  const { row, conversationId } = world.mail({ from, id: null, subject: 'Hello', ...mail });
  const author = party('from', from);
  const answers = replyTo ? [{ name: null, address: replyTo }] : [];
  world.run((tx) => insertClaims(tx, row, senderClaims([], [author], answers)));
  const { cautions, firstContact } = new SenderChecks(world.db).of({
    ...{
      row,
      conversationId,
      accountId: 'account-mail',
      from: author,
      replyTo: answers[0] ? party('reply-to', replyTo!) : null,
    },
    ...{ fromMe: false, list: mail.listId !== undefined },
  });
  return [
    ...cautions.map(({ kind, shown, other }) => [kind, shown, other].join(' ')),
    ...(firstContact ? ['first'] : []),
  ];
}
const iWriteTo = (to: string) => world.mail({ from: 'sam@home.example', to: [to] });

it('says when a sender is new, and nothing once I know them or they wrote before', () => {
  expect(said({ from: 'Tom <tom@vale.example>' })).toEqual(['first']);
  expect(said({ from: 'Tom <tom@vale.example>' })).toEqual([]);
  iWriteTo('mia@vale.example');
  expect(said({ from: 'mia@vale.example' })).toEqual([]);
});

it('says nothing of who is new while older messages are still fetched', () => {
  world.db.exec("UPDATE mailbox SET checked_at = NULL WHERE id = 'box-archive'");
  expect(said({ from: 'tom@vale.example' })).toEqual([]);
});

it('warns of a name that spells another address, or that of somebody I write to', () => {
  expect(said({ from: 'boss@firm.example <x@evil.example>' })).toEqual([
    'named-address x@evil.example boss@firm.example',
    'first',
  ]);
  iWriteTo('Ines Marin <ines@joinery.example>');
  const namesake = 'known-name Ines Marin ines@joinery.example';
  expect(said({ from: 'Ines Marin <ines.marin@freemail.example>' })).toEqual([namesake, 'first']);
  expect(said({ from: 'Ines Marin <ines.marin@freemail.example>' })).toEqual([]);
  expect(said({ from: 'Іnеs Mаrin <ines@other.example>' })[0]).toContain('ines@joinery.example');
});

it('warns of a domain like one I write to, each time', () => {
  iWriteTo('ines@joinery.example');
  for (const domain of ['joinary.example', 'joimery.example', domainToASCII('jоinery.example')]) {
    const mail = { from: `a@mail.${domain}` };
    const caution = `lookalike ${domain} joinery.example`;
    expect(said(mail), domain).toEqual([caution, 'first']);
    expect(said(mail)).toEqual([caution]);
  }
  expect(said({ from: 'b@joinery.example' })).toEqual(['first']);
  expect(said({ from: 'b@sub.joinery.example' })).toEqual(['first']);
});

it('warns of answers that go to a stranger elsewhere, at the first message', () => {
  const mail = { from: 'boss@firm.example', replyTo: 'boss@freemail.example' };
  expect(said(mail)).toEqual(['answers-elsewhere firm.example boss@freemail.example', 'first']);
  expect(said(mail)).toEqual([]);
  iWriteTo('tom@vale.example');
  expect(said({ from: 'shop@store.example', replyTo: 'tom@vale.example' })).toEqual(['first']);
});

it('writes out a domain of several alphabets', () => {
  expect(said({ from: 'a@xn--pypal-4ve.example' })[0]).toBe(
    'mixed-scripts xn--pypal-4ve.example pаypal.example',
  );
});

it('says nothing of the names in mail of lists and programs, which is made like that', () => {
  iWriteTo('ines@joinery.example');
  const mail = { from: 'boss@firm.example <a@lists.example>', replyTo: 'other@elsewhere.example' };
  expect(said({ ...mail, listId: 'news.lists.example' })).toEqual([]);
  expect(said({ ...mail, bulk: true })).toEqual([]);
});

it('warns of a false domain also where the mail says that it is of a list or a program', () => {
  iWriteTo('ines@joinery.example');
  const mail = { from: 'a@joinary.example', replyTo: 'other@elsewhere.example' };
  const lookalike = ['lookalike joinary.example joinery.example'];
  expect(said({ ...mail, listId: 'news.joinary.example' })).toEqual(lookalike);
  expect(said({ ...mail, bulk: true })).toEqual(lookalike);
  expect(said({ from: 'a@xn--pypal-4ve.example', bulk: true })).toHaveLength(1);
});

it.each([
  ['short.example', 'shore.example'],
  ['ymail.com', 'gmail.com'],
  ['partner1.example', 'partner2.example'],
  ['joinery.com', 'joinery.example'],
  ['orchard.example', 'joinery.example'],
])('does not take %s for %s', (domain, known) => {
  expect(lookalikeAmong(domain, [known])).toBeNull();
});
