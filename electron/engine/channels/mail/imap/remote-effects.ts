import type { ImapFlow } from 'imapflow';
import type { ByteSource } from '../byte-source.ts';
import { MailError } from '../errors.ts';
import { bareMessageId } from '../message-id.ts';
import { appendMessage } from './append.ts';
import { assertOpen, messageIdIn } from './download.ts';
import { refusedUnless, selectForUids, selectMailbox } from './selected-mailbox.ts';
import type { ImapSession } from './session.ts';
import { UidSet } from './uid-set.ts';

/** A message in a mailbox of the server. */
export interface RemotePlace {
  mailbox: string;
  uidValidity: number;
  uid: number;
}

/** A message to be moved; its Message-ID finds it again when the server does not say where it went. */
export interface MessageToMove {
  uid: number;
  messageId: string | null;
}

export interface MovedMessage {
  uid: number;
  newUid: number;
}

export interface MoveResult {
  /** UIDVALIDITY of the target; `null` when nothing was moved or it is not known. */
  uidValidity: number | null;
  moved: MovedMessage[];
  /**
   * UIDs that were not there, or went without a trace: moved before by a command whose answer was lost, or removed or
   * moved by another program. Only a sync tells; a message of the same Message-ID in the target may be another one.
   */
  missing: number[];
}

/**
 * What the user's actions do on the server. Message-IDs may come with or without angle brackets. Every method is idempotent: after a connection lost half-way it can be
 * repeated and ends in the same state. All reject with a `MailError`; `uidvalidity-changed` means that the UIDs must
 * be looked up again after the next sync.
 */
export class RemoteMailboxes {
  constructor(private readonly session: ImapSession) {}

  /**
   * Adds and removes flags. Resolves to the UIDs that are `gone`, and whether the mailbox keeps the keywords that were
   * added: not every one does (RFC 9051 section 7.1, PERMANENTFLAGS).
   */
  async setFlags(
    mailbox: string,
    uidValidity: number,
    uids: number[],
    add: string[],
    remove: string[],
  ): Promise<{ gone: number[]; keepsKeywords: boolean }> {
    const set = { gone: [] as number[], keepsKeywords: true };
    for (const part of inParts(uids)) {
      const { gone, keepsKeywords } = await this.setFlagsOf(mailbox, uidValidity, part, add, remove);
      set.gone.push(...gone);
      set.keepsKeywords &&= keepsKeywords;
    }
    return set;
  }

  private setFlagsOf(
    mailbox: string,
    uidValidity: number,
    uids: number[],
    add: string[],
    remove: string[],
  ): Promise<{ gone: number[]; keepsKeywords: boolean }> {
    return this.session.run('action', async (client) => {
      await selectForUids(client, mailbox, uidValidity);
      const range = UidSet.fromUids(uids).toString();
      const options = { uid: true, silent: true };
      const wanted = add.map((flag) => permanentName(client, flag)).filter((flag) => flag !== null);
      let keepsKeywords = wanted.length === add.length;
      if (wanted.length > 0) {
        const added = await client.messageFlagsAdd(range, wanted, options);
        // A mailbox may have as many keywords as it takes: then the label stays on this computer.
        if (!added && client.usable && !client.isClosed && wanted.every(isKeyword)) keepsKeywords = false;
        else refusedUnless(client, added, 'set flags');
      }
      if (remove.length > 0) {
        refusedUnless(client, await client.messageFlagsRemove(range, remove, options), 'remove flags');
      }
      // The answer to STORE does not tell (RFC 9051 section 6.4.6).
      const present = await traitsOf(client, uids);
      return { gone: uids.filter((uid) => !present.has(uid)), keepsKeywords };
    });
  }

  /**
   * Moves messages: MOVE (RFC 6851) where the server has it, else COPY, \Deleted and EXPUNGE of just these. A repeated
   * move is harmless: what went already is missing.
   */
  async move(
    mailbox: string,
    uidValidity: number,
    messages: MessageToMove[],
    to: string,
  ): Promise<MoveResult> {
    const result: MoveResult = { uidValidity: null, moved: [], missing: [] };
    const byUid = new Map(messages.map((message) => [message.uid, message]));
    for (const part of inParts([...byUid.keys()])) {
      const leaving = part.flatMap((uid) => byUid.get(uid) ?? []);
      const { uidValidity: valid, moved, missing } = await this.moveThese(mailbox, uidValidity, leaving, to);
      result.uidValidity = valid ?? result.uidValidity;
      result.moved.push(...moved);
      result.missing.push(...missing);
    }
    return result;
  }

  private moveThese(
    mailbox: string,
    uidValidity: number,
    messages: MessageToMove[],
    to: string,
  ): Promise<MoveResult> {
    return this.session.run('action', async (client) => {
      await selectForUids(client, mailbox, uidValidity);
      const present = await traitsOf(
        client,
        messages.map(({ uid }) => uid),
      );
      const here = messages.flatMap(({ uid, messageId }) => {
        const traits = present.get(uid);
        return traits === undefined ? [] : [{ uid, messageId, traits }];
      });
      if (here.length === 0) return { uidValidity: null, moved: [], missing: messages.map(({ uid }) => uid) };
      const { uids, ...target } = client.capabilities.has('MOVE')
        ? await moveByCommand(client, here, to)
        : await moveByCopy(client, { mailbox, uidValidity }, here, to);
      let targetUidValidity = target.uidValidity;
      const untold = here.filter(({ uid }) => !uids.has(uid));
      if (untold.length > 0) {
        targetUidValidity = (await selectMailbox(client, to)).uidValidity;
        for (const message of untold) {
          const newUid = await findCopy(client, message);
          if (newUid !== undefined) uids.set(message.uid, newUid);
        }
      }
      const moved = [...uids].map(([uid, newUid]) => ({ uid, newUid }));
      const missing = messages.map(({ uid }) => uid).filter((uid) => !uids.has(uid));
      return { uidValidity: targetUidValidity, moved, missing };
    });
  }

  /** Removes messages for good. UIDs that are gone already are ignored. */
  async expunge(mailbox: string, uidValidity: number, uids: number[]): Promise<void> {
    for (const part of inParts(uids))
      await this.session.run('action', async (client) => {
        await selectForUids(client, mailbox, uidValidity);
        await expungeOnly(client, UidSet.fromUids(part));
      });
  }

  /**
   * Puts a message into a mailbox unless one with the same Message-ID is there, and says where it is. `internalDate`
   * in milliseconds since the epoch.
   */
  append(
    mailbox: string,
    message: { source: ByteSource; flags: string[]; messageId: string; internalDate: number | null },
  ): Promise<RemotePlace> {
    return this.session.run('action', async (client) => {
      const { uidValidity } = await selectMailbox(client, mailbox);
      const there = (await searchMessageId(client, message.messageId)).at(-1);
      if (there !== undefined) return { mailbox, uidValidity, uid: there };
      const idate = message.internalDate === null ? undefined : new Date(message.internalDate);
      const result = refusedUnless(
        client,
        await appendMessage(client, mailbox, message.source, message.flags, idate),
        'store a message',
      );
      const uid = result === true ? undefined : result.uid;
      const place = uid ?? (await searchMessageId(client, message.messageId)).at(-1);
      if (place === undefined) {
        throw new MailError(
          'server-refused',
          'The server accepted a message but does not show it.',
          'Skein looks again later.',
        );
      }
      return { mailbox, uidValidity, uid: place };
    });
  }

  /** Where the messages with exactly this Message-ID are in a mailbox, oldest first. */
  findByMessageId(mailbox: string, messageId: string): Promise<RemotePlace[]> {
    return this.session.run('action', async (client) => {
      const { uidValidity } = await selectMailbox(client, mailbox);
      const uids = await searchMessageId(client, messageId);
      return uids.map((uid) => ({ mailbox, uidValidity, uid }));
    });
  }

  /** Makes a mailbox and subscribes to it; one that exists is left as it is. Resolves to its full path. */
  createMailbox(path: string): Promise<string> {
    return this.session.run('action', async (client) => (await client.mailboxCreate(path)).path);
  }

  /**
   * Replaces the server's copy of a draft: the new one is stored first, then the old one removed, so that there is
   * always at least one. When another program removed the old one it does nothing and resolves to `null`: something
   * newer may lie in its place. `anyway`: that was looked at.
   */
  async saveDraft(
    mailbox: string,
    draft: { source: ByteSource; messageId: string },
    previous: RemotePlace | null,
    anyway = false,
  ): Promise<RemotePlace | null> {
    // What was stored by an attempt whose answer was lost has removed the old one.
    if (previous && !anyway && (await this.isGone(previous))) {
      const stored = await this.findByMessageId(mailbox, draft.messageId);
      if (stored.length === 0) return null;
    }
    const saved = await this.append(mailbox, {
      source: draft.source,
      flags: ['\\Draft', '\\Seen'],
      messageId: draft.messageId,
      internalDate: null,
    });
    if (previous && !samePlace(previous, saved)) await this.removeDraft(previous);
    return saved;
  }

  private isGone({ mailbox, uidValidity, uid }: RemotePlace): Promise<boolean> {
    return this.session.run('action', async (client) => {
      const selected = await selectMailbox(client, mailbox);
      return selected.uidValidity !== uidValidity || (await traitsOf(client, [uid])).size === 0;
    });
  }

  /** Removes the server's copy of a draft; after a UIDVALIDITY change it is left to the next sync. */
  async removeDraft(place: RemotePlace): Promise<void> {
    try {
      await this.expunge(place.mailbox, place.uidValidity, [place.uid]);
    } catch (error) {
      if (!(error instanceof MailError && error.code === 'uidvalidity-changed')) throw error;
    }
  }

  /** The whole source of a message; `null` when it is gone. */
  source(place: RemotePlace): Promise<Buffer | null> {
    return this.session.run('action', async (client) => {
      await selectForUids(client, place.mailbox, place.uidValidity);
      const message = await client.fetchOne(String(place.uid), { source: true }, { uid: true });
      assertOpen(client);
      return message ? (message.source ?? null) : null;
    });
  }
}

/** Messages one command is about at most: other jobs wait for its answer. */
const AT_ONCE = 500;

/** Each part is a job of its own, and no longer than a command line may be. */
function* inParts(uids: readonly number[]): Generator<number[]> {
  for (const part of UidSet.fromUids(uids).newestFirst(AT_ONCE)) yield part.toArray();
}

/** A message in the selected mailbox that is about to leave it. */
interface Leaving extends MessageToMove {
  traits: string;
}

interface Mapping {
  uidValidity: number | null;
  /** Old UID to new UID, where the server told (UIDPLUS, RFC 4315). */
  uids: Map<number, number>;
}

/** A refusal says nothing of its reason; where the target is gone, selecting it does. */
async function moveByCommand(client: ImapFlow, messages: Leaving[], to: string): Promise<Mapping> {
  const range = UidSet.fromUids(messages.map(({ uid }) => uid)).toString();
  const result = await client.messageMove(range, to, { uid: true });
  if (!result) await selectMailbox(client, to);
  return mappingOf(refusedUnless(client, result, 'move messages'));
}

/**
 * COPY and removal are two steps; when the connection was lost between them, the copies are there. A message that the
 * target has is therefore not copied again.
 */
async function moveByCopy(
  client: ImapFlow,
  from: { mailbox: string; uidValidity: number },
  messages: Leaving[],
  to: string,
): Promise<Mapping> {
  const there = new Map<number, number>();
  const { uidValidity } = await selectMailbox(client, to);
  for (const message of messages) {
    const copy = await findCopy(client, message);
    if (copy !== undefined) there.set(message.uid, copy);
  }
  await selectForUids(client, from.mailbox, from.uidValidity);
  const toCopy = UidSet.fromUids(messages.map(({ uid }) => uid).filter((uid) => !there.has(uid)));
  if (!toCopy.isEmpty) {
    const result = await client.messageCopy(toCopy.toString(), to, { uid: true });
    const copied = mappingOf(refusedUnless(client, result, 'copy messages'));
    for (const [uid, newUid] of copied.uids) there.set(uid, newUid);
  }
  await expungeOnly(client, UidSet.fromUids(messages.map(({ uid }) => uid)));
  return { uidValidity, uids: there };
}

/**
 * The newest message of the selected mailbox with this Message-ID and these traits: another text may come under the same
 * id, and there are programs that give every message the same one.
 */
async function findCopy(client: ImapFlow, { messageId, traits }: Leaving): Promise<number | undefined> {
  if (messageId === null) return undefined;
  const uids = await searchMessageId(client, messageId);
  const found = await traitsOf(client, uids);
  return uids.findLast((uid) => found.get(uid) === traits);
}

function mappingOf(
  result: true | { uidValidity?: bigint | undefined; uidMap?: Map<number, number> | undefined },
): Mapping {
  if (result === true) return { uidValidity: null, uids: new Map() };
  return {
    uidValidity: result.uidValidity === undefined ? null : Number(result.uidValidity),
    uids: new Map(result.uidMap),
  };
}

/**
 * Removes exactly these messages. Without UID EXPUNGE (RFC 4315) a plain EXPUNGE would also take what other programs
 * marked \Deleted, so their marks are lifted for that moment (RFC 4549 section 4.2.4).
 */
async function expungeOnly(client: ImapFlow, uids: UidSet): Promise<void> {
  if (uids.isEmpty) return;
  const options = { uid: true, silent: true };
  let others = UidSet.EMPTY;
  if (!client.capabilities.has('UIDPLUS')) {
    const marked = refusedUnless(client, await client.search({ deleted: true }, { uid: true }), 'search');
    others = UidSet.fromUids(Array.isArray(marked) ? marked : []).minus(uids);
    if (!others.isEmpty) await client.messageFlagsRemove(others.toString(), ['\\Deleted'], options);
  }
  try {
    refusedUnless(client, await client.messageDelete(uids.toString(), { uid: true }), 'delete messages');
  } finally {
    if (!others.isEmpty) await client.messageFlagsAdd(others.toString(), ['\\Deleted'], options);
  }
}

/**
 * RFC822.SIZE and INTERNALDATE of those of the UIDs that the selected mailbox has: a copy keeps both (RFC 9051 section
 * 6.4.7), so that they tell it from other messages of its Message-ID.
 */
async function traitsOf(client: ImapFlow, uids: number[]): Promise<Map<number, string>> {
  const traits = new Map<number, string>();
  const range = UidSet.fromUids(uids).toString();
  if (range === '') return traits;
  const query = { uid: true, size: true, internalDate: true };
  for await (const { uid, size, internalDate } of client.fetch(range, query, { uid: true }))
    traits.set(uid, `${size} ${new Date(internalDate ?? 0).getTime()}`);
  assertOpen(client);
  return traits;
}

/** UIDs in the selected mailbox whose Message-ID is exactly this. SEARCH HEADER only knows "contains". */
async function searchMessageId(client: ImapFlow, wanted: string): Promise<number[]> {
  const messageId = bareMessageId(wanted);
  const result = refusedUnless(
    client,
    await client.search({ header: { 'message-id': messageId } }, { uid: true }),
    'search',
  );
  const candidates = Array.isArray(result) ? result : [];
  if (candidates.length === 0) return [];
  const exact: number[] = [];
  const range = UidSet.fromUids(candidates).toString();
  for await (const message of client.fetch(range, { headers: ['message-id'] }, { uid: true })) {
    if (messageIdIn(message.headers) === messageId) exact.push(message.uid);
  }
  assertOpen(client);
  return exact.sort((a, b) => a - b);
}

/** Flags the mailbox cannot keep are left out (PERMANENTFLAGS, RFC 9051 section 7.1); the store keeps them itself. */
const isKeyword = (flag: string) => !flag.startsWith('\\');

/** How the selected mailbox writes a flag; `null` when it does not keep it. */
function permanentName(client: ImapFlow, flag: string): string | null {
  const permanent = client.mailbox ? client.mailbox.permanentFlags : undefined;
  if (!permanent || permanent.has('\\*')) return flag;
  return [...permanent].find((known) => known.toLowerCase() === flag.toLowerCase()) ?? null;
}

function samePlace(a: RemotePlace, b: RemotePlace): boolean {
  return a.mailbox === b.mailbox && a.uidValidity === b.uidValidity && a.uid === b.uid;
}
