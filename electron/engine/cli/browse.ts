/** Looking at what is in the store. */

import { searchAll } from '#engine/search/search-all.ts';
import type { Label } from '#shared/contract/labels.ts';
import type { Engine } from '../engine.ts';
import type { MailboxLine } from '../export/mailboxes.ts';
import { type Command, CommandError, EXIT, readArguments, readNumber, UsageError } from './command.ts';
import { isoTime, print, tell } from './output.ts';
import { withProfile } from './profile.ts';

const MOST = 1_000_000;
/** Threads read at once. */
const PAGE = 200;
const HITS = 50;

export const mailboxes: Command = {
  usage: [''],
  summary: 'Every mailbox with how much of it is here.',
  async run(args) {
    const { values } = readArguments(args, {});
    return withProfile(values.profile, async ({ engine }) => {
      for (const mailbox of await engine.store.read('export.mailboxes', null))
        await print({ ...mailbox, checkedAt: isoTime(mailbox.checkedAt) });
      return EXIT.done;
    });
  },
};

export const labels: Command = {
  usage: [''],
  summary: 'Every label with the number of threads that have it.',
  async run(args) {
    const { values } = readArguments(args, {});
    return withProfile(values.profile, async ({ engine }) => {
      for (const { id, name } of await engine.store.read('label.list', null)) {
        const { total } = await engine.store.read('threads.page', {
          ...ALL,
          labelId: id,
          offset: 0,
          limit: 1,
        });
        await print({ id, name, threads: total });
      }
      return EXIT.done;
    });
  },
};

const ALL = { view: 'all', channel: null, accountId: null, mailboxId: null } as const;

export const threads: Command = {
  usage: ['[--mailbox MAILBOX | --label LABEL] [--limit N]'],
  summary: 'Threads, newest first; MAILBOX is an id, a path or a name, LABEL an id or a name.',
  async run(args) {
    const { values } = readArguments(args, {
      mailbox: { type: 'string' },
      label: { type: 'string' },
      limit: { type: 'string' },
    });
    if (values.mailbox !== undefined && values.label !== undefined)
      throw new UsageError('Name a mailbox or a label, not both.');
    const limit = readNumber('limit', values.limit, MOST, MOST);
    return withProfile(values.profile, async ({ engine }) => {
      const chosen = values.mailbox === undefined ? null : await findMailbox(engine, values.mailbox);
      const named = await engine.store.read('label.list', null);
      const labelId = values.label === undefined ? null : findLabel(named, values.label);
      const names = new Map(named.map(({ id, name }) => [id, name]));
      for await (const row of pages(engine, { mailboxId: chosen?.id ?? null, labelId }, limit)) {
        const { id, subject, participants } = row;
        const messages = await engine.store.read('export.threadMessages', {
          threadId: id,
          place: chosen?.role === 'trash' || chosen?.role === 'junk' ? chosen.role : null,
        });
        const listed = messages.map((message) => ({ ...message, date: isoTime(message.date) }));
        const given = row.labels.map((label) => names.get(label));
        await print({ id, subject, participants, labels: given, messages: listed });
      }
      return EXIT.done;
    });
  },
};

async function* pages(
  engine: Engine,
  list: { mailboxId: string | null; labelId: string | null },
  limit: number,
) {
  const seen = new Set<string>();
  for (let offset = 0; seen.size < limit; offset += PAGE) {
    const page = await engine.store.read('threads.page', {
      ...ALL,
      ...list,
      offset,
      limit: PAGE,
    });
    for (const row of page.rows) {
      if (seen.has(row.id) || seen.size >= limit) continue;
      seen.add(row.id);
      yield row;
    }
    if (offset + PAGE >= page.total) return;
  }
}

function findLabel(labels: readonly Label[], name: string): string {
  const wanted = name.toLowerCase();
  const found = labels.find((label) => label.id === name || label.name.toLowerCase() === wanted);
  if (found) return found.id;
  throw new CommandError('no-label', `There is no label ${name}.`, '`skein labels` lists those there are.');
}

/** Rejects with CommandError when there is none, UsageError when the name fits several. */
async function findMailbox(engine: Engine, name: string): Promise<MailboxLine> {
  const all = await engine.store.read('export.mailboxes', null);
  const wanted = name.toLowerCase();
  for (const key of ['id', 'path', 'name'] as const) {
    const fitting = all.filter((mailbox) => mailbox[key].toLowerCase() === wanted);
    if (fitting.length > 1) {
      const ids = fitting.map(({ id, account }) => `${id} of ${account}`).join(', ');
      throw new UsageError(`There are several mailboxes ${name}; name one by its id: ${ids}.`);
    }
    if (fitting[0]) return fitting[0];
  }
  throw new CommandError(
    'no-mailbox',
    `There is no mailbox ${name}.`,
    '`skein mailboxes` lists those there are.',
  );
}

export const show: Command = {
  usage: ['ID'],
  summary: 'A message with its whole text, or a thread with all its messages.',
  async run(args) {
    const { values, positionals } = readArguments(args, {}, { least: 1, most: 1 });
    const id = positionals[0]!;
    return withProfile(values.profile, async ({ engine }) => {
      const message = await engine.store.read('export.record', id);
      if (message) {
        await print({ kind: 'message', ...message });
        return EXIT.done;
      }
      const thread = await engine.store.read('threads.get', { id, limit: 1 });
      if (!thread) {
        throw new CommandError(
          'not-here',
          `There is no message or thread ${id}.`,
          '`skein threads` and `skein search` print the ids of those there are.',
        );
      }
      const { kind: _, items: __, ...row } = thread;
      const ids = await engine.store.read('export.threadMessages', { threadId: id, place: null });
      const records = await Promise.all(ids.map((one) => engine.store.read('export.record', one.id)));
      await print({
        kind: 'thread',
        id: row.id,
        subject: row.subject,
        participants: row.participants,
        person: row.person === null ? null : { contactId: row.person.contactId, name: row.person.name },
        messages: records.filter((record) => record !== null),
      });
      return EXIT.done;
    });
  },
};

export const search: Command = {
  usage: ['QUERY [--limit N]'],
  summary: 'Messages that match, newest first, and how many there are.',
  async run(args) {
    const { values, positionals } = readArguments(
      args,
      { limit: { type: 'string' } },
      { least: 1, most: Number.POSITIVE_INFINITY },
    );
    const limit = readNumber('limit', values.limit, HITS, MOST);
    return withProfile(values.profile, async ({ engine }) => {
      const found = await searchAll(engine.store, { query: positionals.join(' '), limit });
      for (const { id, threadId, messageId, subject, date, score } of found.hits)
        await print({ id, threadId, messageId, subject, date: isoTime(date), score });
      await print({ total: found.total, tookMs: found.tookMs });
      for (const problem of found.problems) tell(`skein: ${problem}`);
      if (found.notIndexed > 0)
        tell(`skein: ${found.notIndexed} messages were not searched: their text is not here yet.`);
      return EXIT.done;
    });
  },
};
