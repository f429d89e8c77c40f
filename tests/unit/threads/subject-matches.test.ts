import { beforeAll, expect, it } from 'vitest';
import { CANDIDATES, LATER_ANSWERS, PEOPLE_QUERY } from '#engine/threads/subject-matches.ts';
import { DAY, ME, START, World } from './support/world.ts';

const SAME = 50_000;
let world: World;

/** What a query reads, as SQLite plans it. */
const plan = (sql: string, args: object) =>
  world.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, args).map(({ detail }) => detail);

beforeAll(() => {
  world = new World();
  // Two years of answers that name no parent, called the same by everybody.
  world.run((tx) => {
    tx.db.exec("INSERT INTO thread (id, kind) VALUES ('same', 'topic')");
    tx.db
      .prepare(
        `INSERT INTO conversation (id, account_id, channel, thread_id, subject, party_key, loose, first_at, last_at)
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${SAME})
         SELECT 'c' || i, 'account-mail', 'mail', 'same', 'invoice', '', 1, @from + i * 1261440, @from + i * 1261440 FROM n`,
      )
      .run({ from: START - 730 * DAY });
  });
});

it('reads a part of an index in the order of time, and no more rows than it was told', () => {
  const times = { date: START, since: START - DAY, until: START + DAY };
  const args = { account: 'account-mail', subject: 'invoice', ...times };
  const reads = (sql: string, of: object) =>
    plan(sql, of).filter((step) => / conversation_|message_conv/.test(step));
  const sorts = (sql: string, of: object) => plan(sql, of).filter((step) => step.includes('ORDER BY'));
  const within = 'USING COVERING INDEX conversation_subject (account_id=? AND subject=? AND first_at';
  expect(reads(CANDIDATES, args)).toEqual([
    `SEARCH conversation ${within}<?)`,
    `SEARCH conversation ${within}>? AND first_at<?)`,
  ]);
  expect(reads(LATER_ANSWERS, args)).toEqual([
    `SEARCH conversation ${within.replace('subject (', 'loose (')}>? AND first_at<?)`,
  ]);
  const near = { conversation: 'c1', row: 1 };
  expect(reads(PEOPLE_QUERY, near)).toEqual([
    'SEARCH message USING INDEX message_conversation (conversation_id=? AND rowid<?)',
    'SEARCH message USING INDEX message_conversation (conversation_id=? AND rowid>?)',
  ]);
  // Only the few that were read are put in another order.
  expect([CANDIDATES, LATER_ANSWERS].map((sql) => sorts(sql, args).length)).toEqual([1, 1]);
  expect(sorts(PEOPLE_QUERY, near)).toEqual([]);
  const bounds = (sql: string) =>
    sql.match(/ORDER BY (?:first_at|row)(?: DESC)? LIMIT (?:200|50)\)/g)?.length;
  expect([CANDIDATES, LATER_ANSWERS, PEOPLE_QUERY].map(bounds)).toEqual([2, 1, 2]);
});

it('still finds the one it answers among fifty thousand that are called the same', () => {
  const asked = world.mail({
    id: '<q@x>',
    from: ME,
    to: ['ana@example.com'],
    subject: 'Invoice',
    date: START,
  });
  const strangers = world.mail({ from: 'eve@example.net', subject: 'Re: Invoice', date: START + DAY });
  expect(strangers.conversationId).not.toBe(asked.conversationId);
  const answer = world.mail({ from: 'ana@example.com', subject: 'Re: Invoice', date: START + DAY });
  expect(answer.conversationId).toBe(asked.conversationId);
  // Old mail that comes late finds what is of its own time.
  const before = START - 300 * DAY;
  const old = world.mail({ from: ME, to: ['bob@example.org'], subject: 'Invoice', date: before });
  const hours = 2 * 3_600_000;
  const oldAnswer = world.mail({ from: 'bob@example.org', subject: 'Re: Invoice', date: before + hours });
  expect(oldAnswer.conversationId).toBe(old.conversationId);
});
