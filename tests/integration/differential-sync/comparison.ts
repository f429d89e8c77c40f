import { createHash } from 'node:crypto';
import type { DovecotServer, RigUser } from '#rig/dovecot.ts';
import { connectPlainly } from '#rig/imap-probe.ts';
import { count } from './ledger.ts';
import { KEYWORD } from './letter.ts';
import type { StoredCopy, StoreView } from './store-view.ts';

/** What a mailbox holds, by UID: everything that must be the same on both sides. */
type Contents = Map<number, string>;

export interface ServerState {
  /** By path; `uidValidity` is part of what is compared. */
  mailboxes: Map<string, { uidValidity: number; contents: Contents }>;
  /** Copies of each message, by Message-ID, over all mailboxes. */
  copies: Map<string, number>;
  /** The paths of those copies. */
  where: Map<string, string[]>;
}

const LABEL = KEYWORD.toLowerCase();
const SHOWN = ['\\seen', '\\flagged', LABEL];

const line = (messageId: string | null, flags: Iterable<string>, sha256: string | null) =>
  `${messageId} ${[...flags].filter((flag) => SHOWN.includes(flag.toLowerCase())).sort()} ${sha256}`;

/** Everything on the server, as a connection sees it that was just opened. */
export async function readServer(server: DovecotServer, user: RigUser): Promise<ServerState> {
  const client = await connectPlainly(server, user);
  const state: ServerState = { mailboxes: new Map(), copies: new Map(), where: new Map() };
  try {
    for (const { path, flags } of await client.list()) {
      if (flags.has('\\Noselect') || flags.has('\\NonExistent')) continue;
      const { exists, uidValidity } = await client.mailboxOpen(path, { readOnly: true });
      const contents: Contents = new Map();
      if (exists > 0) {
        for await (const { uid, flags: set, source } of client.fetch('1:*', {
          uid: true,
          flags: true,
          source: true,
        })) {
          const text = source ?? Buffer.alloc(0);
          const messageId = /^Message-ID: (\S+)/im.exec(text.toString('latin1'))?.[1] ?? '';
          count(state.copies, messageId, 1);
          state.where.set(messageId, [...(state.where.get(messageId) ?? []), path]);
          contents.set(uid, line(messageId, set ?? [], createHash('sha256').update(text).digest('hex')));
        }
      }
      state.mailboxes.set(path, { uidValidity: Number(uidValidity), contents });
    }
  } finally {
    await client.logout();
  }
  return state;
}

/** Where Skein's store differs from the server, and where it contradicts itself; the first is said first. */
export function differences(server: ServerState, view: StoreView): string[] {
  const stored = view.copies();
  const here = new Map(view.mailboxes().map(({ path, uidValidity }) => [path, uidValidity]));
  const found: string[] = [];
  for (const path of new Set([...server.mailboxes.keys(), ...here.keys()])) {
    const there = server.mailboxes.get(path);
    if (!there) found.push(`${path}: Skein has a mailbox that the server does not have`);
    else if (!here.has(path)) found.push(`${path}: the server has a mailbox that Skein does not have`);
    else if (here.get(path) !== there.uidValidity)
      found.push(`${path}: UIDVALIDITY is ${there.uidValidity}, and ${here.get(path)} in Skein`);
    else found.push(...contentsDiffer(path, there.contents, contentsOf(stored, path)));
  }
  return [...found, ...contradictions(stored, view)];
}

function contentsOf(stored: StoredCopy[], path: string): Contents {
  return new Map(
    stored
      .filter(({ mailbox }) => mailbox === path)
      .map(({ uid, messageId, flags, sha256 }) => [uid, line(messageId, flags.split(' '), sha256)]),
  );
}

function contentsDiffer(path: string, there: Contents, here: Contents): string[] {
  return [...new Set([...there.keys(), ...here.keys()])]
    .filter((uid) => there.get(uid) !== here.get(uid))
    .map(
      (uid) =>
        `${path} UID ${uid}: server ${there.get(uid) ?? 'nothing'}; Skein ${here.get(uid) ?? 'nothing'}`,
    );
}

/** Where the user would look first counts, as docs of the store say: inbox, drafts, sent, archive, own, junk, trash. */
const ORDER = ['inbox', 'drafts', 'sent', 'archive', 'all', 'none', 'junk', 'trash'];

/** What people see of each mail must follow from where it lies and how it is marked there. */
function contradictions(stored: StoredCopy[], view: StoreView): string[] {
  const byRow = new Map<number, StoredCopy[]>();
  for (const copy of stored) byRow.set(copy.row, [...(byRow.get(copy.row) ?? []), copy]);
  return view.mails().flatMap(({ row, messageId, place, unread, starred, labelled, goneAt, threadKnown }) => {
    const copies = byRow.get(row) ?? [];
    const marked = (flag: string) =>
      copies.some(({ flags }) => flags.toLowerCase().split(' ').includes(flag));
    const [role] = copies.map((copy) => copy.role).sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
    const wanted =
      role === undefined
        ? { place: 'gone', unread, starred, labelled, leaving: true }
        : {
            place: role === 'all' || role === 'none' ? 'archive' : role,
            unread: Number(!marked('\\seen')),
            starred: Number(marked('\\flagged')),
            labelled: Number(marked(LABEL)),
            leaving: false,
          };
    const is = { place, unread, starred, labelled, leaving: goneAt !== null };
    const wrong = JSON.stringify(is) !== JSON.stringify(wanted) || !threadKnown;
    return wrong
      ? [`${messageId} is shown as ${JSON.stringify({ ...is, threadKnown })}, not ${JSON.stringify(wanted)}`]
      : [];
  });
}
