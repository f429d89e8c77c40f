import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reasonText } from '#engine/threads/reasons.ts';
import { DAY, ME, START, type TestMail, World } from './support/world.ts';

/** The messages of each conversation, by subject text or Message-ID, in a form that can be compared. */
function partition(world: World): string[] {
  const rows = world.all<{ key: string; conversation: string; thread: string }>(
    `SELECT mail.message_id AS key, m.conversation_id AS conversation, m.thread_id AS thread
     FROM message m JOIN mail ON mail.message_row = m.row ORDER BY key`,
  );
  const groups = new Map<string, string[]>();
  for (const { key, conversation } of rows)
    groups.set(conversation, [...(groups.get(conversation) ?? []), key]);
  return [...groups.values()].map((keys) => keys.join(' ')).sort();
}

function placed(mails: TestMail[]): string[] {
  const world = new World();
  for (const mail of mails) world.mail(mail);
  return partition(world);
}

const root: TestMail = { id: '<a@x>', subject: 'Roof survey', date: START };
const answer: TestMail = {
  id: '<b@x>',
  subject: 'Re: Roof survey',
  references: ['<a@x>'],
  from: ME,
  to: ['Ana Ribeiro <ana@example.com>'],
  date: START + DAY,
};

describe('mail conversations', () => {
  it('follow References, whichever arrives first', () => {
    expect(placed([root, answer])).toEqual(['<a@x> <b@x>']);
    expect(placed([answer, root])).toEqual(['<a@x> <b@x>']);
  });

  it('are merged by a later mail that names both', () => {
    const other: TestMail = { id: '<c@x>', subject: 'Gutters', date: START };
    const both: TestMail = {
      id: '<d@x>',
      subject: 'Both',
      references: ['<b@x>', '<c@x>'],
      date: START + 2 * DAY,
    };
    const world = new World();
    const first = world.mail(answer);
    const second = world.mail(other);
    expect(first.threadId).not.toBe(second.threadId);
    world.mail(both);
    expect(partition(world)).toEqual(['<b@x> <c@x> <d@x>']);
    expect(world.all('SELECT id FROM thread')).toHaveLength(1);
    expect(world.all('SELECT id FROM conversation')).toHaveLength(1);
  });

  it('join two answers to a mail that is not here', () => {
    const one: TestMail = { id: '<c@x>', subject: 'x', references: ['<lost@x>'] };
    const two: TestMail = { id: '<d@x>', subject: 'y', references: ['<lost@x>'] };
    expect(placed([one, two])).toEqual(['<c@x> <d@x>']);
  });

  it('use In-Reply-To only without References', () => {
    expect(placed([root, { id: '<c@x>', subject: 'x', inReplyTo: '<a@x>' }])).toEqual(['<a@x> <c@x>']);
    const elsewhere: TestMail = { id: '<c@x>', subject: 'x', inReplyTo: '<a@x>', references: ['<z@x>'] };
    expect(placed([root, elsewhere])).toEqual(['<a@x>', '<c@x>']);
  });

  it('follow the provider’s own threads', () => {
    const one: TestMail = { id: '<c@x>', subject: 'x', providerThreadId: '17' };
    const two: TestMail = { id: '<d@x>', subject: 'y', providerThreadId: '17' };
    const three: TestMail = { id: '<e@x>', subject: 'z', providerThreadId: '18' };
    expect(placed([one, two, three])).toEqual(['<c@x> <d@x>', '<e@x>']);
  });

  it('stay apart in two accounts', () => {
    const world = new World();
    world.run((tx) =>
      tx.db
        .prepare(
          `INSERT INTO account (id, channel, provider, address, name, settings, created_at)
           VALUES ('account-other', 'mail', 'imap', 'work@office.example', '', '{}', 1)`,
        )
        .run(),
    );
    world.mail({ ...root, mailbox: 'inbox' });
    world.mail({ ...answer, account: 'account-other' });
    expect(partition(world)).toEqual(['<a@x>', '<b@x>']);
  });

  it('join an answer without references by subject and people within two weeks, in either order', () => {
    const bare: TestMail = { ...answer, references: [] };
    expect(placed([root, bare])).toEqual(['<a@x> <b@x>']);
    expect(placed([bare, root])).toEqual(['<a@x> <b@x>']);
  });

  it.each([
    ['a stranger', { from: 'Zoe <zoe@elsewhere.example>', to: [ME] }],
    ['a later month', { date: START + 40 * DAY }],
    ['no answer', { subject: 'Roof survey' }],
    ['another tag', { subject: 'Re: [north] Roof survey' }],
    ['a list', { listId: 'roofs.example.com' }],
  ])('do not join by subject: %s', (_, change) => {
    const bare: TestMail = { ...answer, references: [], ...change };
    expect(placed([root, bare])).toEqual(['<a@x>', '<b@x>']);
    expect(placed([bare, root])).toEqual(['<a@x>', '<b@x>']);
  });

  it('keep strangers apart who write the same "Re:" to the same address', () => {
    const spam = (n: number): TestMail => ({
      id: `<s${n}@x>`,
      subject: 'Re: Account information',
      from: `Someone <one${n}@shop${n}.example>`,
      to: [ME, 'desk@north.example'],
      date: START + n * DAY,
    });
    expect(placed([spam(1), spam(2)])).toEqual(['<s1@x>', '<s2@x>']);
    expect(placed([spam(2), spam(1)])).toEqual(['<s1@x>', '<s2@x>']);
  });

  it('keep newsletters of the same name apart', () => {
    const letter = (n: number): TestMail => ({
      id: `<n${n}@x>`,
      subject: 'Your weekly report',
      date: START + n * DAY,
    });
    expect(placed([letter(1), letter(2), letter(3)])).toEqual(['<n1@x>', '<n2@x>', '<n3@x>']);
  });

  it('never break on broken ids', () => {
    const odd: TestMail = {
      id: '<>',
      references: ['', '<', 'a b', '<x y>', `<${'z'.repeat(5000)}>`],
      subject: '',
    };
    expect(placed([odd, { ...odd, date: START }])).toEqual(['<>', '<>']);
    expect(placed([{ id: null, subject: '' }])).toHaveLength(1);
  });

  it('are the same for every order of arrival', () => {
    const ids = ['<0@x>', '<1@x>', '<2@x>', '<3@x>', '<4@x>', '<5@x>', '<6@x>'];
    const mail = fc.record({
      references: fc.subarray(ids, { maxLength: 3 }),
      subject: fc.constantFrom('Plan', 'Re: Plan', 'Lunch'),
      from: fc.constantFrom('ana@example.com', 'bo@example.com', ME),
      to: fc.constantFrom([ME], ['ana@example.com'], ['ana@example.com', 'bo@example.com']),
    });
    fc.assert(
      fc.property(
        fc.array(mail, { minLength: 2, maxLength: 6 }),
        fc.infiniteStream(fc.nat()),
        (mails, random) => {
          const named = mails.map((m, i) => ({
            ...m,
            // Subject joins look at the oldest mail of a conversation, so only references are free of order; a
            // mail that names only itself has none.
            subject: m.references.some((id) => id !== ids[i]) ? m.subject : `Topic ${i}`,
            id: ids[i]!,
            date: START + i * 1000,
          }));
          const shuffled = [...named]
            .map((m) => ({ m, at: random.next().value as number }))
            .sort((a, b) => a.at - b.at)
            .map(({ m }) => m);
          expect(placed(shuffled)).toEqual(placed(named));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('say why', () => {
    const world = new World();
    world.mail(root);
    const { row } = world.mail(answer);
    const { reason } = world.get<{ reason: string }>('SELECT reason FROM message WHERE row = ?', row);
    expect(reason).not.toContain('Roof');
    expect(reasonText(world.db, 'account-mail', reason)).toBe('Answers “Roof survey”');
  });
});
