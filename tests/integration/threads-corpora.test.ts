/**
 * Threading against mailing-list archives and the expected trees of a server's own tests. The corpora are not part of
 * the project: SKEIN_CORPORA names their folder, by default ../shared/corpora beside the project.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refreshThreads } from '#engine/threads/summary.ts';
import { START, World } from '../unit/threads/support/world.ts';

const lists = join(process.env.SKEIN_CORPORA ?? resolve('../shared/corpora'), 'lists');
const trees = join(lists, 'imaptest-threads');
const archives = join(lists, 'bigbang/tests/data');
const present = existsSync(trees) && existsSync(archives);
if (!present) console.log(`Skipped: no threading corpora in ${lists}`);

interface Header {
  messageId: string | null;
  references: string[];
  inReplyTo: string[];
  subject: string;
  from: string;
  date: number;
  listId: string | null;
}

const ids = (value: string | undefined) => value?.match(/<[^<>\s]+>/g) ?? [];

/** The headers of an mbox, read as simply as can be: this must not share code with what it checks. */
function readMbox(file: string, list: boolean): Header[] {
  const messages = readFileSync(file, 'latin1')
    .split(/^From .*\d{4}$\r?\n/m)
    .slice(1);
  return messages.map((source, index) => {
    const head = source.split(/\r?\n\r?\n/, 1)[0] ?? '';
    const fields = new Map<string, string>();
    for (const field of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
      const colon = field.indexOf(':');
      if (colon > 0) fields.set(field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim());
    }
    const date = Date.parse(fields.get('date') ?? '');
    return {
      messageId: ids(fields.get('message-id'))[0] ?? null,
      references: ids(fields.get('references')),
      inReplyTo: ids(fields.get('in-reply-to')),
      subject: fields.get('subject') ?? '',
      from: (fields.get('from') ?? 'user@domain.example').replace(' at ', '@').replace(/\s*\(.*\)$/, ''),
      date: Number.isNaN(date) ? START + index * 60_000 : date,
      listId: list ? 'list.example.org' : null,
    };
  });
}

/** Which messages (by their number in the file) our conversations hold together. */
function conversations(headers: readonly Header[], order = headers.map((_, i) => i)): string[] {
  const world = new World();
  const numbers = new Map<number, number>();
  world.run((tx) => {
    for (const number of order) {
      const header = headers[number]!;
      const { row } = world.put(tx, {
        id: header.messageId,
        references: header.references,
        inReplyTo: header.inReplyTo[0] ?? null,
        subject: header.subject,
        from: header.from,
        date: header.date,
        listId: header.listId,
        text: '',
      });
      numbers.set(row, number + 1);
    }
    refreshThreads(tx);
  });
  const groups = new Map<string, number[]>();
  for (const { row, id } of world.all<{ row: number; id: string }>(
    'SELECT row, conversation_id AS id FROM message',
  ))
    groups.set(id, [...(groups.get(id) ?? []), numbers.get(row) ?? 0]);
  world.db.close();
  return normal([...groups.values()]);
}

const normal = (groups: number[][]): string[] =>
  groups.map((group) => group.sort((a, b) => a - b).join(' ')).sort();

/** What belongs together by the headers alone: messages that name each other or the same third one. */
function byHeaders(headers: readonly Header[]): string[] {
  const parent = new Map<string, string>();
  const find = (key: string): string => {
    const up = parent.get(key) ?? key;
    return up === key ? key : find(up);
  };
  headers.forEach((header, index) => {
    const named = header.references.length > 0 ? header.references : header.inReplyTo.slice(0, 1);
    for (const id of [header.messageId ?? '', ...named].filter((name) => name !== ''))
      parent.set(find(id), find(`#${index}`));
  });
  const groups = new Map<string, number[]>();
  headers.forEach((_, index) => {
    const root = find(`#${index}`);
    groups.set(root, [...(groups.get(root) ?? []), index + 1]);
  });
  return normal([...groups.values()]);
}

describe.skipIf(!present)('expected trees of imaptest', () => {
  // Where we mean something else than THREAD=REFERENCES, and why.
  const ours: Record<string, { groups: string[]; why: string }> = {
    thread: { groups: ['1 2 3'], why: 'a circle of references is still one conversation' },
    thread2: { groups: ['1 2'], why: 'two copies of a mail with one Message-ID belong together' },
    thread4: { groups: ['1', '2'], why: 'a mail that names another parent does not join by subject' },
  };
  const names = present ? readdirSync(trees).filter((name) => /^thread\d*$/.test(name)) : [];

  it.each(names)('%s', (name) => {
    const script = readFileSync(join(trees, name), 'latin1');
    const headers = readMbox(join(trees, `${name}.mbox`), false);
    const answer = /^\* thread (.*)$/im.exec(script)?.[1] ?? '';
    const expected = normal(topLevel(answer));
    const appended = expected.join(' ').split(' ').length;
    const got = conversations(headers.slice(0, appended));
    expect(got).toEqual(ours[name]?.groups ?? expected);
    if (ours[name]) expect(got).not.toEqual(expected);
  });
});

/** The messages of each outermost parenthesis. */
function topLevel(answer: string): number[][] {
  const groups: number[][] = [];
  let depth = 0;
  for (const token of answer.match(/\(|\)|\d+/g) ?? []) {
    if (token === '(' && depth++ === 0) groups.push([]);
    else if (token === ')') depth--;
    else if (token !== '(') groups.at(-1)?.push(Number(token));
  }
  return groups;
}

describe.skipIf(!present)('mailing-list archives', () => {
  const files = present
    ? [
        join(archives, '2001-November.txt'),
        ...readdirSync(join(archives, '3GPP_mbox')).map((name) => join(archives, '3GPP_mbox', name)),
      ]
    : [];

  it.each(files.map((file) => [basename(file), file]))('%s', (_, file) => {
    const headers = readMbox(file, true);
    expect(headers.length).toBeGreaterThan(20);
    const expected = byHeaders(headers);
    expect(conversations(headers)).toEqual(expected);
    const newestFirst = headers.map((_, i) => i).sort((a, b) => headers[b]!.date - headers[a]!.date);
    expect(conversations(headers, newestFirst)).toEqual(expected);
    const asPrivate = conversations(headers.map((header) => ({ ...header, listId: null })));
    console.log(
      `${headers.length} messages, ${expected.length} conversations by headers; ` +
        `as private mail ${asPrivate.length} with joins by subject and people`,
    );
    expect(asPrivate.length).toBeLessThanOrEqual(expected.length);
  });
});
