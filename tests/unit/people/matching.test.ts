import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complete } from '#engine/people/complete.ts';
import { answerSuggestion, linkNumber, separateIdentity, takeBack } from '#engine/people/decisions.ts';
import { callName, nameKey } from '#engine/people/names.ts';
import { personOf } from '#engine/people/person.ts';
import { phonesInSignature } from '#engine/people/signature.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import { ME, MY_NUMBER, World } from '../threads/support/world.ts';

const ANA_NUMBER = '+12025550142';
const signature = 'Ana Ribeiro\n+1 202 555 0142';

/** Addresses of each contact. */
function contacts(world: World): string[] {
  const rows = world.all<{ contact: string; value: string }>(
    'SELECT contact_id AS contact, value FROM identity ORDER BY value',
  );
  const groups = new Map<string, string[]>();
  for (const { contact, value } of rows) groups.set(contact, [...(groups.get(contact) ?? []), value]);
  return [...groups.values()].map((values) => values.join(' ')).sort();
}

function identityId(world: World, value: string): string {
  return world.get<{ id: string }>('SELECT id FROM identity WHERE value = ?', value).id;
}

function contactOf(world: World, value: string): string {
  return world.get<{ id: string }>('SELECT contact_id AS id FROM identity WHERE value = ?', value).id;
}

const JOINED = 'ana@example.com e164:+12025550142';

describe('numbers in signatures', () => {
  it.each([
    ['Ana\nTel +1 (202) 555-0142', null, ['+12025550142']],
    ['Ana\n(202) 555-0142', 'US', ['+12025550142']],
    ['Ana\n(202) 555-0142', null, []],
    ['Fax: +1 202 555 0142', null, []],
    ['M +44 7911 123456 | Fax +44 20 7946 0000', null, ['+447911123456']],
    ['> +1 202 555 0142', null, []],
    ['VAT GB 123 4567 89', 'GB', []],
    ['ana2025550142@example.com', 'US', []],
    ['12 May 2026', 'US', []],
  ])('%j in %s', (text, country, numbers) => {
    expect(phonesInSignature(text, country)).toEqual(numbers);
  });

  it('never throw', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'binary' }), (text) => {
        for (const number of phonesInSignature(text, 'US')) expect(number).toMatch(/^\+\d{5,15}$/);
      }),
    );
  });
});

describe('matching', () => {
  it('joins who texts with who signs', () => {
    const world = new World();
    world.text({ from: ANA_NUMBER });
    world.answer({ signature });
    expect(contacts(world)).toContain(JOINED);
  });

  it.each([
    ['a list', { listId: 'roofs.example.com' }],
    ['a program', { bulk: true }],
    ['a mail to several', { cc: ['bo@example.com'] }],
    ['a number in the text', { signature: undefined, text: 'Call +1 202 555 0142' }],
    ['junk', { place: 'junk' as const }],
    ['my own number', { signature: `Ana, assistant of Sam ${MY_NUMBER}` }],
  ])('is not done by %s', (_, mail) => {
    const world = new World();
    world.text({ from: ANA_NUMBER });
    world.text({ from: MY_NUMBER });
    world.answer({ signature, ...mail });
    expect(contacts(world)).not.toContain(JOINED);
    expect(contacts(world).filter((c) => c.includes(' '))).toEqual([]);
  });

  it('joins who answers me, and whom I answered, when the exchange is known, in any order', () => {
    const answered = new World();
    const mail = answered.mail({ signature, id: '<a@x>' });
    answered.text({ from: ANA_NUMBER });
    expect(contacts(answered)).not.toContain(JOINED);
    answered.mail({ from: ME, to: ['ana@example.com'], inReplyTo: '<a@x>', references: ['<a@x>'] });
    expect(contacts(answered)).toContain(JOINED);
    expect(answered.where(mail.row).threadId).toBe(answered.text({ from: ANA_NUMBER }).threadId);

    const found = new World();
    found.mail({ signature, inReplyTo: '<mine@x>', references: ['<mine@x>'] });
    found.text({ from: ANA_NUMBER });
    found.mail({ from: ME, to: ['ana@example.com'], id: '<mine@x>' });
    expect(contacts(found)).toContain(JOINED);
  });

  it.each([
    ['nothing of mine', {}],
    ['what was in my name in the inbox', { from: ME, to: ['ana@example.com'], place: 'inbox' as const }],
    ['what I wrote to several', { from: ME, to: ['ana@example.com'], cc: ['bo@example.com'] }],
    ['what I wrote to somebody else', { from: ME, to: ['bo@example.com'] }],
  ])('only suggests when a signature answers %s', (_, own) => {
    const world = new World();
    if ('from' in own) world.mail({ id: '<own@x>', ...own });
    world.mail({ signature, inReplyTo: '<own@x>', references: ['<own@x>'] });
    world.text({ from: ANA_NUMBER });
    expect(contacts(world)).not.toContain(JOINED);
    expect(personOf(world.db, contactOf(world, 'ana@example.com'))?.suggestions).toMatchObject([
      { evidence: 'Same number as in Ana’s signature of 3 May, but nothing proves who wrote that email' },
    ]);
  });

  /**
   * Mallory writes in anybody's name, to any of my mailboxes but Sent, and knows the Message-IDs of what was sent to
   * her and to groups; she texts from her own number. I write to Ana, to Mallory, and to both.
   */
  it('gives nobody’s thread to who only claims to be them', () => {
    const MALLORY = '+12025550166';
    const ids = fc.constantFrom('<to-mallory@x>', '<to-both@x>', '<hers@x>', '<unknown@x>', '<from-ana@x>');
    const hostile = fc.record({
      from: fc.constantFrom(
        'Ana <ana@example.com>',
        `Me <${ME}>`,
        'Bo <bo@example.com>',
        'mallory@evil.example',
      ),
      to: fc.constantFrom(ME, 'ana@example.com'),
      id: ids,
      inReplyTo: ids,
      references: fc.array(ids, { maxLength: 2 }),
      place: fc.constantFrom('inbox' as const, 'archive' as const, 'junk' as const),
      signature: fc.constant(`Ana Ribeiro\n${MALLORY}`),
    });
    const step = fc.oneof(
      {
        weight: 4,
        arbitrary: hostile.map((mail) => (world: World) => world.mail({ ...mail, to: [mail.to] })),
      },
      fc.constantFrom(
        (world: World) => world.text({ from: MALLORY }),
        (world: World) => world.mail({ from: ME, to: ['ana@example.com'], id: '<to-ana@x>' }),
        (world: World) => world.mail({ from: ME, to: ['mallory@evil.example'], id: '<to-mallory@x>' }),
        (world: World) =>
          world.mail({ from: ME, to: ['ana@example.com'], cc: ['mallory@evil.example'], id: '<to-both@x>' }),
        (world: World) => world.answer({ signature }),
        (world: World) => world.text({ from: ANA_NUMBER }),
      ),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
        const world = new World();
        for (const one of steps) one(world);
        for (const addresses of contacts(world))
          if (addresses.includes(MALLORY)) expect(addresses).not.toMatch(/ana@|bo@|home\.example/);
      }),
      { numRuns: 150 },
    );
  });

  it('joins nobody by a number that two people sign, even after it joined one', () => {
    const world = new World();
    world.answer({ signature });
    world.text({ from: ANA_NUMBER });
    expect(contacts(world)).toContain(JOINED);
    world.mail({ from: 'Bo <bo@example.com>', signature: 'Bo\n+1 202 555 0142' });
    expect(contacts(world)).toEqual(['ana@example.com', 'bo@example.com', 'e164:+12025550142', ME]);
    world.answer({ signature, subject: 'again' });
    world.text({ from: ANA_NUMBER });
    expect(contacts(world)).not.toContain(JOINED);
  });

  it('never undoes the user’s word', () => {
    const world = new World();
    world.answer({ signature });
    world.text({ from: ANA_NUMBER });
    const phone = identityId(world, 'e164:+12025550142');
    world.run((tx) => {
      separateIdentity(tx, { identityId: phone });
      refreshThreads(tx);
    });
    world.answer({ signature });
    world.text({ from: ANA_NUMBER });
    expect(contacts(world)).not.toContain(JOINED);
    expect(world.all('SELECT id FROM thread')).toHaveLength(3);
  });

  it('takes the number the user gives, and gives it back', () => {
    const world = new World();
    const text = world.text({ from: ANA_NUMBER });
    const mail = world.mail({});
    const contactId = contactOf(world, 'ana@example.com');
    const decision = world.run((tx) => {
      const made = linkNumber(tx, { contactId, number: '202 555 0142', country: 'US' });
      refreshThreads(tx);
      return made;
    });
    expect(contacts(world)).toContain(JOINED);
    expect(world.where(mail.row).threadId).toBe(text.threadId);
    world.run((tx) => {
      takeBack(tx, decision);
      refreshThreads(tx);
    });
    expect(contacts(world)).not.toContain(JOINED);
    expect(world.where(mail.row).threadId).not.toBe(world.where(text.row).threadId);
  });
});

describe('suggestions', () => {
  const suggestions = (world: World) =>
    world.all<{ id: string; state: string }>('SELECT id, state FROM suggestion ORDER BY id');

  it('are made for the same full name, only for somebody I write to', () => {
    const world = new World();
    world.mail({});
    world.mail({ from: 'Ribeiro, Ana <ana@home.example>' });
    expect(suggestions(world)).toHaveLength(0);
    world.mail({ from: ME, to: ['Ana Ribeiro <ana@example.com>'] });
    expect(suggestions(world)).toHaveLength(1);
    expect(contacts(world)).toContain('ana@example.com');
  });

  it('join when accepted, and come back when that is undone', () => {
    const world = new World();
    world.mail({ from: ME, to: ['Ana Ribeiro <ana@example.com>'] });
    world.mail({ from: 'Ana Ribeiro <ana@home.example>' });
    const [suggestion] = suggestions(world);
    const decision = world.run((tx) =>
      answerSuggestion(tx, { suggestionId: suggestion!.id, answer: 'join' }),
    );
    expect(contacts(world)).toContain('ana@example.com ana@home.example');
    world.run((tx) => takeBack(tx, decision));
    expect(contacts(world)).not.toContain('ana@example.com ana@home.example');
    expect(suggestions(world)[0]?.state).toBe('open');
  });

  it('are not made again after a no', () => {
    const world = new World();
    world.mail({ from: ME, to: ['Ana Ribeiro <ana@example.com>'] });
    world.mail({ from: 'Ana Ribeiro <ana@home.example>' });
    world.run((tx) => answerSuggestion(tx, { suggestionId: suggestions(world)[0]!.id, answer: 'no' }));
    world.mail({ from: ME, to: ['Ana Ribeiro <ana@home.example>'] });
    expect(suggestions(world).filter((s) => s.state === 'open')).toEqual([]);
    const person = personOf(world.db, contactOf(world, 'ana@example.com'));
    expect(person?.suggestions).toEqual([]);
  });
});

describe('names', () => {
  it('are compared whole', () => {
    expect(nameKey('Ribeiro, Ana')).toBe(nameKey('ana  RIBEIRO'));
    expect(nameKey('José Núñez')).toBe(nameKey('Jose Nunez'));
    expect(nameKey('Ana')).toBe('');
    expect(nameKey('Customer Service')).toBe('');
    expect(callName('Ana Ribeiro')).toBe('Ana');
    expect(callName('Ribeiro, Ana')).toBe('Ana');
  });

  it('keep the best source', () => {
    const world = new World();
    world.mail({ from: 'ana@example.com' });
    const name = () => personOf(world.db, contactOf(world, 'ana@example.com'))?.name;
    expect(name()).toBe('ana@example.com');
    world.mail({ from: 'Ana Ribeiro <ana@example.com>' });
    expect(name()).toBe('Ana Ribeiro');
    world.mail({ from: '"bank@bank.example" <ana@example.com>' });
    expect(name()).toBe('Ana Ribeiro');
  });
});

describe('completion', () => {
  it('ranks by use and recency', () => {
    const world = new World();
    world.clock = Date.now() - 3_600_000;
    world.mail({ from: 'Anna Old <anna@example.com>' });
    for (let i = 0; i < 3; i++) world.mail({ from: ME, to: ['Ana Ribeiro <ana@example.com>'] });
    world.mail({ from: ME, to: ['Andrés Vega <andres@example.com>'] });
    world.mail({ from: 'noreply@antenna.example' });
    const found = (text: string) =>
      complete(world.db, { text, channel: 'mail', limit: 5 }).map((a) => a.address);
    expect(found('an')).toEqual(['ana@example.com', 'andres@example.com', 'anna@example.com']);
    expect(found('ribe')).toEqual(['ana@example.com']);
    expect(found('ndres')).toEqual([]);
    world.mail({ from: 'Short <ana@example.co>' });
    expect(found('ana@example.co')).toEqual(['ana@example.co', 'ana@example.com']);
    expect(found('')).toEqual([]);
    world.text({ from: ANA_NUMBER });
    expect(complete(world.db, { text: '+1202', channel: 'sms', limit: 5 })[0]?.address).toBe(ANA_NUMBER);
  });
});
