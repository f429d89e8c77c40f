import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { indexBody, unindexBody } from '#engine/search/index-body.ts';
import { parseQuery } from '#engine/search/query.ts';
import { search } from '#engine/search/search.ts';
import { hasSearchBacklog, indexGroup } from '#engine/store/search-backlog.ts';
import { runCommand, type Tx } from '#engine/store/transaction.ts';
import { DAY, ME, START, World } from '../threads/support/world.ts';

let world: World;
beforeAll(() => {
  world = new World();
  world.clock = START;
  world.mail({
    id: '<roof@x>',
    subject: 'Roof survey',
    text: 'The chimney leaks near the ridge. Café at noon?',
    files: ['plan.pdf'],
    date: START,
  });
  world.mail({
    id: '<tea@x>',
    from: 'José Núñez <jose@tea.example>',
    subject: 'Tea',
    text: 'Green roofs',
    date: START + DAY,
  });
  world.mail({
    id: '<out@x>',
    from: ME,
    to: ['Ana Ribeiro <ana@example.com>'],
    subject: 'Offer',
    text: 'Here is my offer for the roof',
    date: START + 2 * DAY,
  });
  world.mail({
    id: '<gone@x>',
    subject: 'Old roof',
    text: 'thrown away',
    place: 'trash',
    date: START + 3 * DAY,
  });
  world.mail({
    id: '<bill@x>',
    subject: 'Bill',
    text: 'Paid in full',
    place: 'archive',
    mailbox: 'none',
    unread: false,
    date: START + 4 * DAY,
  });
  world.text({ from: '+12025550142', text: 'On the roof now', date: START + 5 * DAY });
});

function found(query: string): string[] {
  return search(world.db, { query, limit: 20, now: START + 30 * DAY }).hits.map(
    (hit) => hit.messageId?.replace(/[<>]|@x/g, '') ?? 'text',
  );
}

describe('search', () => {
  it.each([
    ['roof', ['text', 'out', 'tea', 'roof']],
    ['roof ', ['text', 'out', 'roof']],
    ['chim', ['roof']],
    ['chim ridge', []],
    ['cafe', ['roof']],
    ['CHIMNEY leaks', ['roof']],
    ['"leaks near"', ['roof']],
    ['"near leaks"', []],
    ['roof -chimney', ['text', 'out']],
    ['-roof', ['bill']],
    ['subject:roof', ['roof']],
    ['subject:"roof survey"', ['roof']],
    ['from:ana', ['roof', 'bill'].reverse()],
    ['from:jose', ['tea']],
    ['from:"José Núñez"', ['tea']],
    ['from:jose@tea.example', ['tea']],
    ['from:sam', ['out']],
    ['to:ana', ['out']],
    ['roof to:ana', ['out']],
    ['roof -from:jose', ['text', 'out', 'roof']],
    ['from:+12025550142', ['text']],
    ['has:attachment', ['roof']],
    ['plan.pdf', ['roof']],
    ['file:plan', ['roof']],
    ['is:text', ['text']],
    ['-is:unread is:mail', ['bill', 'out']],
    ['before:2026-05-04', ['roof']],
    ['after:2026-05-07', ['text', 'bill']],
    ['after:2026-05-04 before:2026-05-05', ['tea']],
    ['in:trash', ['gone']],
    ['roof in:anywhere', ['text', 'gone', 'out', 'roof']],
    ['in:receipts', ['bill']],
    ['roof -in:inbox', ['out']],
    ['', []],
    ['   ', []],
    ['"', []],
  ])('%s', (query, expected) => {
    expect(found(query)).toEqual(expected);
  });

  it('marks what it found', () => {
    const hit = search(world.db, { query: 'chimney', limit: 5 }).hits[0];
    expect(hit?.excerpt).toBe('The \u2402chimney\u2403 leaks near the ridge. Café at noon?');
    expect(hit).toMatchObject({ subject: 'Roof survey', from: { name: 'Ana Ribeiro' }, score: 0.4 });
  });

  it('lets no mark through that it did not set', () => {
    const hostile = new World();
    hostile.mail({ text: 'a \u2402fake\u2403 and \uFDD0another\uFDD1 word' });
    const excerpt = search(hostile.db, { query: 'word', limit: 5 }).hits[0]?.excerpt;
    expect(excerpt).toBe('a fake and \uFFFDanother\uFFFD \u2402word\u2403');
  });

  it.each([
    ['before:yesteryear', 'no date'],
    ['after:2026-02-31', 'no date'],
    ['has:wings', 'not known'],
    ['in:nowhere', 'no place or mailbox'],
  ])('says what it does not understand: %s', (query, words) => {
    expect(search(world.db, { query, limit: 5 }).problems.join()).toContain(words);
  });

  it('counts all and returns the newest', () => {
    const result = search(world.db, { query: 'roof', limit: 2 });
    expect([result.hits.length, result.total]).toEqual([2, 4]);
  });

  it('finds nothing any more of what was taken out', () => {
    const small = new World();
    const { row } = small.mail({ text: 'unmistakable' });
    expect(search(small.db, { query: 'unmistakable', limit: 5 }).total).toBe(1);
    small.run((tx) => indexBody(tx, row, { subject: '', people: '', text: 'other', files: '' }));
    expect(search(small.db, { query: 'unmistakable', limit: 5 }).total).toBe(0);
    small.run((tx) => unindexBody(tx, row));
    expect(search(small.db, { query: 'other', limit: 5 }).total).toBe(0);
    small.db.exec("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)");
  });

  it('indexes many at once, and forgets what is taken out before its turn', () => {
    const small = new World();
    const { row } = small.mail({ text: 'first' });
    const words = (tx: Tx, text: string) => indexBody(tx, row, { subject: '', people: '', text, files: '' });
    const indexed = () => small.all('SELECT rowid FROM search_index_docsize').length;
    runCommand(small.db, (tx) => words(tx, 'second'), null);
    expect([hasSearchBacklog(small.db), indexed()]).toEqual([true, 0]);
    runCommand(small.db, (tx) => unindexBody(tx, row), null);
    expect([hasSearchBacklog(small.db), indexed()]).toEqual([false, 0]);
    const rows = Array.from({ length: 150 }, () => small.mail({ text: 'original' }).row);
    runCommand(
      small.db,
      (tx) => {
        for (const row of rows) indexBody(tx, row, { subject: '', people: '', text: 'crowd', files: '' });
      },
      null,
    );
    expect(indexed()).toBe(128);
    expect(small.db.transaction(() => indexGroup(small.db))()).toBe(false);
    expect(search(small.db, { query: 'crowd', limit: 5 }).total).toBe(150);
    expect(search(small.db, { query: 'original', limit: 5 }).total).toBe(0);
    small.db.exec("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)");
  });

  it('says how many texts are not here yet', () => {
    const small = new World();
    const { row } = small.mail({});
    small.run((tx) => {
      unindexBody(tx, row);
      tx.db.prepare("UPDATE mail SET body_state = 'partial'").run();
    });
    expect(search(small.db, { query: 'x', limit: 5 }).notIndexed).toBe(1);
  });

  it('takes anything for a query', () => {
    const pieces = fc.constantFrom(
      ...[
        '"',
        '(',
        ')',
        '*',
        '^',
        ':',
        '-',
        '+',
        'AND',
        'OR',
        'NOT',
        'NEAR(',
        'from:',
        'subject:"',
        'in:',
        'is:',
        "'",
        ';',
        '{',
        '}',
        'rowid',
        ' ',
        '\0',
        '“',
        'roof',
        '%',
        '\\',
        'before:',
        '٣',
        'नि',
        '🏠',
      ],
    );
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(hostile, (query) => {
        const result = search(world.db, { query, limit: 3 });
        expect(result.hits.length).toBeLessThanOrEqual(result.total);
      }),
      { numRuns: 500 },
    );
  });

  it('takes every word of a message as a query for it', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcéñžßαжあ한0_-.'), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
        const small = new World();
        small.mail({ text: words.join(' '), subject: '' });
        const typed = words.filter((w) => /[\p{L}\p{N}]/u.test(w) && !w.startsWith('-'));
        fc.pre(typed.length > 0);
        expect(search(small.db, { query: `"${typed[0]}"`, limit: 3 }).total).toBe(1);
        expect(search(small.db, { query: typed[0] ?? '', limit: 3 }).total).toBe(1);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the query language', () => {
  it('completes only the word that is being typed', () => {
    expect(parseQuery('green roof', 0).phrases.map((p) => p.prefix)).toEqual([false, true]);
    expect(parseQuery('green "roof"', 0).phrases.map((p) => p.prefix)).toEqual([false, false]);
    expect(parseQuery('green "roof', 0).phrases.map((p) => p.prefix)).toEqual([false, true]);
  });

  it('knows days', () => {
    const now = new Date(2026, 4, 20, 15).getTime();
    expect(parseQuery('after:today', now).after).toBe(new Date(2026, 4, 20).getTime());
    expect(parseQuery('after:yesterday', now).after).toBe(new Date(2026, 4, 19).getTime());
    expect(parseQuery('before:2026-05', now).before).toBe(new Date(2026, 4, 1).getTime());
    expect(parseQuery('after:2025 -before:2026', now).after).toBe(new Date(2026, 0, 1).getTime());
  });
});
