import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openConnection } from '#engine/store/connection.ts';
import { messageRow, uuidv7 } from '#engine/store/ids.ts';
import { migrate } from '#engine/store/migrate.ts';
import { PriorityQueue } from '#engine/store/queue.ts';
import { StoreKey } from '#engine/store/store-key.ts';
import { temporaryDirectory } from './support/build-worker.ts';

describe('uuidv7', () => {
  it('carries version, variant and time, and grows within one process even when the clock goes back', () => {
    const id = uuidv7(Date.UTC(2026, 10, 22));
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const made = Array.from({ length: 20_000 }, (_, index) => uuidv7(Date.UTC(2026, 10, 22) - (index % 7)));
    expect(new Set(made).size).toBe(made.length);
    expect([...made].sort()).toEqual(made);
    expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(Date.UTC(2026, 10, 22));
  });
});

describe('messageRow', () => {
  const directory = temporaryDirectory();
  mkdirSync(directory, { recursive: true });
  const key = StoreKey.random();
  const db = openConnection({ path: join(directory, 'store.db'), key, mode: 'writer' });
  migrate(db, { key, backups: join(directory, 'backups'), now: 0 });
  db.exec(`INSERT INTO account (id, channel, provider, address, name, settings, created_at)
      VALUES ('a', 'mail', 'sample', '', '', '{}', 0);
    INSERT INTO thread (id, kind) VALUES ('t', 'topic');
    INSERT INTO conversation (id, account_id, channel, thread_id, subject, party_key) VALUES ('c', 'a', 'mail', 't', '', '');`);
  const insert = db.prepare(
    `INSERT INTO message (row, id, account_id, channel, conversation_id, thread_id, date, place, from_me, unread, reason)
     VALUES (?, ?, 'a', 'mail', 'c', 't', 0, 'inbox', 0, 0, '')`,
  );
  const add = (row: number) => insert.run(row, uuidv7());

  afterAll(() => {
    db.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('is the time times 2048 plus the first counter that is free', () => {
    const ms = Date.UTC(2026, 0, 1);
    expect(messageRow(db, ms)).toBe(ms * 2048);
    add(ms * 2048);
    expect(messageRow(db, ms)).toBe(ms * 2048 + 1);
    expect(messageRow(db, ms + 1)).toBe((ms + 1) * 2048);
  });

  it('takes the next millisecond when one is full', () => {
    const ms = Date.UTC(2020, 0, 1);
    db.transaction(() => {
      for (let counter = 0; counter < 2048; counter++) add(messageRow(db, ms));
    })();
    expect(messageRow(db, ms)).toBe((ms + 1) * 2048);
  });

  it('is a safe row for any date a message may claim', () => {
    fc.assert(
      fc.property(fc.double(), (date) => {
        const row = messageRow(db, date);
        expect(Number.isSafeInteger(row)).toBe(true);
        expect(row).toBeGreaterThanOrEqual(0);
      }),
    );
    expect(messageRow(db, -1)).toBe(0);
    expect(messageRow(db, Number.NaN)).toBe(0);
  });
});

describe('PriorityQueue', () => {
  it('gives what the user waits for first, and each kind in its order', () => {
    const priority = fc.constantFrom('user' as const, 'sync' as const);
    fc.assert(
      fc.property(fc.array(fc.option(priority, { nil: null }), { maxLength: 200 }), (steps) => {
        const queue = new PriorityQueue<number>();
        const waiting = { user: [] as number[], sync: [] as number[] };
        steps.forEach((step, index) => {
          if (step === null) expect(queue.next()).toBe(waiting.user.shift() ?? waiting.sync.shift());
          else {
            queue.push(index, step);
            waiting[step].push(index);
          }
          expect(queue.size).toBe(waiting.user.length + waiting.sync.length);
        });
      }),
    );
  });
});
