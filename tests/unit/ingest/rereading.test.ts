import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ParseMessage } from '#engine/channels/mail/ports.ts';
import { type RereadState, rereadCommands, rereadQueries } from '#engine/ingest/reread-steps.ts';
import { Rereading } from '#engine/ingest/rereading.ts';
import { search } from '#engine/search/search.ts';
import { indexGroup } from '#engine/store/search-backlog.ts';
import { runCommand, runQuery } from '#engine/store/transaction.ts';
import { ics } from '../calendar/ics.ts';
import { ImportEngine, letter } from '../import/support/engine.ts';
import { mimeInProcess } from '../mime/in-process.ts';

let engine: ImportEngine;
let parsed: number;
beforeEach(async () => {
  parsed = 0;
  engine = new ImportEngine();
  const write = (name: string, source: string) => writeFileSync(join(engine.directory, name), source);
  write('plain.eml', letter('Plain', '', 'The ferry leaves at nine.\n'));
  const mixed = 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n';
  const file = '--b\nContent-Type: application/pdf; name=plan.pdf\n\n%PDF\n--b--\n';
  write('file.eml', letter('File', mixed, `--b\n\nThe plan.\n${file}`));
  const calendar = 'MIME-Version: 1.0\nContent-Type: text/calendar; method=REQUEST\n';
  write('event.eml', letter('Event', calendar, ics('REQUEST')));
  const verdict = 'Authentication-Results: mx.home.example; dkim=pass header.d=example.org\n';
  write('signed.eml', letter('Signed', verdict));
  for (let index = 0; index < 34; index++) write(`more-${index}.eml`, letter(`More ${index}`));
  await engine.import(engine.directory);
});
afterEach(() => engine.remove());

type Condense = Parameters<ParseMessage<Awaited<ReturnType<typeof mimeInProcess.condense>>>>;

interface Course {
  parser: number;
  /** Called before each message is parsed, with how many were. */
  parsing?: (count: number) => void;
  /** Called before each step is written. */
  step?: (reading: Rereading) => void;
  /** Messages it believes to have read besides. */
  more?: number;
}

function rereading({ parser, parsing, step, more = 0 }: Course): Rereading {
  const commands = rereadCommands as unknown as Record<string, never>;
  const queries = rereadQueries as unknown as Record<string, never>;
  const reading: Rereading = new Rereading(
    {
      store: {
        write: async (name: string, args: unknown) => {
          if (name === 'reread.step') step?.(reading);
          const { result } = runCommand(engine.db, commands[name]!, args as never);
          const state = result as RereadState;
          return name === 'reread.step' ? { ...state, done: state.done + more } : state;
        },
        read: async (name: string, args: unknown) => runQuery(engine.db, queries[name]!, args as never),
      } as never,
      read: (source) => engine.reading.stored(source),
      parse: async (...[source, { internalDate, whole }]: Condense) => {
        parsed++;
        parsing?.(parsed);
        return mimeInProcess.condense(source, { internalDate: new Date(internalDate), whole });
      },
      turn: async () => {},
      changed: () => {},
      onDefect: (error) => {
        throw error;
      },
    },
    parser,
  );
  return reading;
}

async function reread(course: Course): Promise<Rereading> {
  const one = rereading(course);
  one.start(0);
  await one.idle();
  return one;
}

/** All that is derived, as it would be compared. */
const derived = () =>
  [
    'SELECT * FROM body ORDER BY row',
    'SELECT * FROM attachment ORDER BY message_row, part_index',
    'SELECT * FROM calendar_part',
    'SELECT * FROM sender_check ORDER BY message_row',
    'SELECT row, snippet, has_attachments FROM message ORDER BY row',
    'SELECT message_row, warnings, folded, has_html FROM mail ORDER BY message_row',
  ].map((sql) => engine.db.prepare(sql).all());
/** What an older parser may have left: it knew no calendars, no files, no verdicts, and other words. */
const IGNORANCE = [
  'DELETE FROM calendar_part',
  'DELETE FROM sender_check',
  "UPDATE sender_check SET servers = '[]'",
  "UPDATE attachment SET filename = 'attachment.dat'",
  'DELETE FROM attachment',
  "UPDATE message SET snippet = 'old'",
  'UPDATE message SET has_attachments = 0',
  'UPDATE body SET visible_length = 1',
  `UPDATE mail SET warnings = '["parse-failed"]'`,
];
const forget = (which = IGNORANCE) => {
  for (const sql of which) engine.db.prepare(sql).run();
};
const withoutIds = (rows: unknown[][]) =>
  rows.map((table) => table.map((row) => ({ ...(row as object), id: undefined })));
const changes = () => engine.db.prepare('SELECT total_changes()').pluck().get() as number;
/** With all words in the index, as after a rest. */
const hits = (text: string) => {
  while (indexGroup(engine.db)) {
    // Until none wait.
  }
  return runQuery(engine.db, search, { query: text, limit: 10 } as never);
};

it('brings back what an older parser did not find, once, and leaves what is the same', async () => {
  const before = derived();
  expect(before.map((rows) => rows.length)).toEqual([38, 2, 1, 38, 38, 38]);
  forget(["UPDATE attachment SET filename = 'attachment.dat'", 'DELETE FROM calendar_part']);
  await reread({ parser: 2 });
  // Under the id it is shown with.
  expect(derived()).toEqual(before);
  expect(JSON.stringify(hits('ferry'))).toContain('Plain');
  expect(parsed).toBe(38);
  await reread({ parser: 2 });
  expect(parsed).toBe(38);
  const count = changes();
  await reread({ parser: 3 });
  expect(parsed).toBe(76);
  // Where it began and where it ended, and the one calendar, which is compared by being put there again.
  expect(changes() - count).toBeLessThan(6);
});

it('whatever was not known, and wherever it is cut, in the end it is as the parser has it now', async () => {
  const before = withoutIds(derived());
  let parser = 2;
  await fc.assert(
    fc.asyncProperty(fc.subarray(IGNORANCE), fc.array(fc.nat(50), { maxLength: 3 }), async (which, cuts) => {
      parser++;
      forget(which);
      for (const after of cuts) {
        const end = parsed + after;
        const cut: Rereading = rereading({ parser, parsing: (count) => count >= end && void cut.stop() });
        cut.start(0);
        await cut.idle();
      }
      await reread({ parser });
      expect(withoutIds(derived())).toEqual(before);
    }),
    { numRuns: 6 },
  );
});

it('goes on where it was cut', async () => {
  forget();
  let steps = 0;
  await reread({ parser: 2, step: (reading) => steps++ === 0 && void reading.stop() });
  const { done } = engine.db.prepare('SELECT done FROM derived_state').get() as { done: number };
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(38);
  parsed = 0;
  await reread({ parser: 2 });
  expect(parsed).toBe(38 - done);
});

it('keeps what is stored where the parser fails', async () => {
  const before = derived();
  const fail = () => {
    throw new Error('broken');
  };
  await reread({ parser: 2, parsing: fail });
  expect(derived()).toEqual(before);
  expect(engine.db.prepare('SELECT next_row, done FROM derived_state').get()).toEqual({
    next_row: null,
    done: 38,
  });
});

it('says how far it is only when it takes long', async () => {
  const states: Rereading['state'][] = [];
  const step = (reading: Rereading) => states.push(reading.state);
  await reread({ parser: 2, step });
  expect(states.every((state) => state === null)).toBe(true);
  const long = await reread({ parser: 3, step, more: 1000 });
  const told = states.at(-1)!;
  expect(told.done).toBeGreaterThan(1000);
  expect(told.share).toBeGreaterThan(0);
  expect(told.share).toBeLessThan(1);
  expect(told.reached).toBe(Date.UTC(2026, 10, 22, 9));
  expect(long.state).toBeNull();
});

it('finds nothing to do in a store without mail', async () => {
  engine.remove();
  engine = new ImportEngine();
  await reread({ parser: 2 });
  expect(parsed).toBe(0);
  expect(engine.db.prepare('SELECT parser, next_row FROM derived_state').get()).toMatchObject({
    parser: 2,
    next_row: null,
  });
});
