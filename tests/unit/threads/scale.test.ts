/**
 * How the lists and the search hold up. By default a few thousand messages, as a guard against something becoming
 * quadratic; SKEIN_SCALE=100000 measures a large store and prints the figures.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act } from '#engine/actions/act.ts';
import { complete } from '#engine/people/complete.ts';
import { search } from '#engine/search/search.ts';
import { pageThreads, placeCounts } from '#engine/threads/queries.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import { getThread } from '#engine/threads/thread-view.ts';
import { encryptedStore, ME, START, World } from './support/world.ts';

const MESSAGES = Number(process.env.SKEIN_SCALE ?? 3000);
const BATCH = 32;
const WORDS =
  'roof chimney survey invoice garden meeting train lunch paper window kitchen river bridge ticket music school'.split(
    ' ',
  );

const directory = mkdtempSync(join(tmpdir(), 'skein-scale-'));
const file = join(directory, 'store.db');
const figures: Record<string, string> = {};
let world: World;

/** Deterministic, so that two runs measure the same store. */
let seed = 1;
function random(below: number): number {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return seed % below;
}

function text(): string {
  const words: string[] = [];
  for (let i = 0; i < 120; i++)
    words.push(
      random(4) === 0 ? `${WORDS[random(WORDS.length)]}${random(3000)}` : WORDS[random(WORDS.length)]!,
    );
  return words.join(' ');
}

/** Median of several runs, in milliseconds. */
function median(runs: number, body: () => unknown): number {
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const started = performance.now();
    body();
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
}

function note(name: string, ms: number): number {
  figures[name] = `${ms.toFixed(2)} ms`;
  return ms;
}

beforeAll(() => {
  world = new World(encryptedStore(file));
  const started = performance.now();
  const batches: number[] = [];
  for (let at = 0; at < MESSAGES; at += BATCH) {
    const begun = performance.now();
    world.run((tx) => {
      for (let i = at; i < Math.min(at + BATCH, MESSAGES); i++) {
        const person = random(2000);
        const answers = random(5) === 0 && i > 100 ? [`<m${i - random(100)}@example.com>`] : [];
        world.put(tx, {
          from: `Person${person} Name${person % 70} <person${person}@example.com>`,
          to: [ME],
          subject: `${WORDS[random(WORDS.length)]} ${i}`,
          references: answers,
          text: text(),
          date: START + i * 60_000,
          unread: random(10) === 0,
          place: random(3) === 0 ? 'archive' : 'inbox',
        });
      }
      refreshThreads(tx);
    });
    batches.push(performance.now() - begun);
  }
  figures.messages = String(MESSAGES);
  figures.threads = String(world.get<{ n: number }>('SELECT count(*) AS n FROM thread').n);
  figures.ingest = `${Math.round((MESSAGES / (performance.now() - started)) * 1000)} messages/s (without parsing)`;
  figures['batch of 32, last 100'] =
    `${(batches.slice(-100).reduce((a, b) => a + b, 0) / 100).toFixed(1)} ms`;
  world.db.pragma('wal_checkpoint(TRUNCATE)');
  figures.file = `${Math.round(statSync(file).size / 1e6)} MB`;
}, 3_600_000);

afterAll(() => {
  if (process.env.SKEIN_SCALE) console.log(figures);
  world.db.close();
  rmSync(directory, { recursive: true });
});

const list = { view: 'all', channel: null, accountId: null, mailboxId: null } as const;

describe('a large store', () => {
  it('jumps anywhere in a list', () => {
    const { total } = pageThreads(world.db, { ...list, offset: 0, limit: 1 });
    const jump = (name: string, offset: number) =>
      note(
        name,
        median(11, () => pageThreads(world.db, { ...list, offset, limit: 50 })),
      );
    jump('page, top', 0);
    jump('page, middle', Math.floor(total / 2));
    jump('page, end', total - 50);
    expect(jump('page, three quarters', Math.floor(total * 0.75))).toBeLessThan(200);
    note(
      'place counts',
      median(11, () => placeCounts(world.db)),
    );
    const { id } = pageThreads(world.db, { ...list, offset: 10, limit: 1 }).rows[0]!;
    note(
      'open a thread',
      median(11, () => getThread(world.db, { id, limit: 50 })),
    );
  });

  it('shows the same threads from either end', () => {
    const { total } = pageThreads(world.db, { ...list, offset: 0, limit: 1 });
    const seen: string[] = [];
    for (let offset = 0; offset < total; offset += 500)
      seen.push(...pageThreads(world.db, { ...list, offset, limit: 500 }).rows.map((row) => row.id));
    const ordered = world
      .all<{ id: string }>(
        "SELECT thread_id AS id FROM thread_entry WHERE scope = 'l' ORDER BY last_at DESC, thread_id DESC",
      )
      .map((row) => row.id);
    expect(seen).toEqual(ordered);
    expect(new Set(seen).size).toBe(total);
  });

  it('searches', () => {
    const run = (name: string, query: string) =>
      note(
        `search ${name}`,
        median(11, () => search(world.db, { query, limit: 50 })),
      );
    run('common word', 'roof ');
    run('two words', 'roof chimney ');
    run('phrase', '"roof chimney"');
    run('prefix', 'chim');
    run('rare word', 'roof1234 ');
    run('from and word', 'from:person42 roof ');
    run('without a word', 'roof -chimney ');
    run('filter only', 'is:unread in:archive');
    expect(run('nothing', 'absolutelynothing ')).toBeLessThan(200);
  });

  it('acts and completes', () => {
    const ids = pageThreads(world.db, { ...list, view: 'inbox', offset: 0, limit: 100 }).rows.map(
      (r) => r.id,
    );
    let at = 0;
    note(
      'archive one thread',
      median(11, () => world.command(act, { ids: [ids[at++]!], act: 'archive', mailboxId: null })),
    );
    note(
      'star 80 threads',
      median(1, () => world.command(act, { ids: ids.slice(20), act: 'star', mailboxId: null })),
    );
    expect(
      note(
        'complete',
        median(11, () => complete(world.db, { text: 'person1', channel: 'mail', limit: 8 })),
      ),
    ).toBeLessThan(200);
  });

  it('refreshes a thread of thousands', () => {
    const threadId = world.run((tx) => {
      let row = 0;
      for (let i = 0; i < 1500; i++)
        row = world.put(tx, {
          from: 'Ana <ana@example.com>',
          id: `<long${i}@x>`,
          references: ['<long0@x>'],
        }).row;
      refreshThreads(tx);
      return world.where(row).threadId;
    });
    const ms = median(11, () => world.run((tx) => refreshThreads(tx, [threadId])));
    note('refresh a thread of 1,500', ms);
    note(
      'open a thread of 1,500, newest 50',
      median(11, () => getThread(world.db, { id: threadId, limit: 50 })),
    );
    expect(ms).toBeLessThan(200);
  });
});
