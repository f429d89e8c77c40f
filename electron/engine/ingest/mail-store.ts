/** The mail channel's `MailStore` over our store: prepares outside, writes inside one transaction a call. */
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { CondensedMessage } from '#engine/channels/mail/mime/condense.ts';
import type { IncomingMessage, MailStore, SourceSink } from '#engine/channels/mail/ports.ts';
import type { ContentFolder } from '#engine/store/content.ts';
import type { StoreAccess } from '#engine/store/store-access.ts';
import { bracketed, prepareDerived, prepareMail } from './prepare-mail.ts';
import type { ingestCommands, ingestQueries } from './registry.ts';

export interface MailStoreOptions {
  store: StoreAccess<typeof ingestCommands, typeof ingestQueries>;
  content: ContentFolder;
  /** Ids of messages that just arrived in an inbox, written by somebody else. */
  arrived: (messageIds: string[]) => void;
  /** A mailbox was compared with the server. */
  compared: (mailboxId: string) => void;
  /** Resolves when work that nobody waits for may begin. Default: at once. */
  turn?: () => Promise<void>;
}

export function createMailStore({
  store,
  content,
  arrived,
  compared,
  turn: mayBegin = async () => {},
}: MailStoreOptions): MailStore<CondensedMessage> {
  let turn: Promise<unknown> = Promise.resolve();
  const ingest = async (
    mailboxId: string,
    uidValidity: number,
    batch: IncomingMessage<CondensedMessage>[],
  ): Promise<void> => {
    const preparing = Promise.all(batch.map((message) => prepareMail(message, content)));
    // Written in the order they came in, although a later batch may be ready earlier.
    const before = turn;
    // Nothing of a batch may be kept by the turns that follow it.
    turn = Promise.allSettled([before, preparing]).then(() => {});
    await before;
    const prepared = await preparing;
    await mayBegin();
    const { added } = await store.write('mail.ingest', { mailboxId, uidValidity, batch: prepared }, 'sync');
    if (added.length > 0) arrived(added);
  };
  return {
    listMailboxes: (accountId) => store.read('mailbox.list', accountId),
    upsertMailboxes: (accountId, listed) => store.write('mailbox.put', { accountId, listed }, 'sync'),
    resetMailbox: (mailboxId, uidValidity) =>
      store.write('mailbox.reset', { mailboxId, uidValidity }, 'sync'),
    rematch: (mailboxId, uidValidity, found) => {
      const summaries = found.map((summary) => ({
        ...summary,
        messageId: summary.messageId && bracketed(summary.messageId),
      }));
      return store.write('mailbox.rematch', { mailboxId, uidValidity, summaries }, 'sync');
    },
    finishReset: (mailboxId, uidValidity) =>
      store.write('mailbox.finishReset', { mailboxId, uidValidity }, 'sync'),
    knownUids: (mailboxId, from) => store.read('mailbox.knownUids', { mailboxId, from }),
    countUids: (mailboxId) => store.read('mailbox.countUids', mailboxId),
    knownFlags: (mailboxId, first, last) => store.read('mailbox.knownFlags', { mailboxId, first, last }),
    incompleteUids: (mailboxId) => store.read('mailbox.incompleteUids', mailboxId),
    ingest,
    openSource: async (mailboxId, uidValidity, uid) => {
      const wanted = await store.read('mailbox.incompleteUids', mailboxId);
      if (!wanted.some((entry) => entry.uid === uid)) return null;
      return sourceSink({ mailboxId, uidValidity, uid }, store, content);
    },
    applyFlags: (mailboxId, uidValidity, states) =>
      store.write('mailbox.applyFlags', { mailboxId, uidValidity, states }, 'sync'),
    expunge: (mailboxId, uidValidity, uids) =>
      store.write('mailbox.expunge', { mailboxId, uidValidity, uids }, 'sync'),
    noteTraits: (id, traits) => store.write('mailbox.setTraits', { id, ...traits }, 'sync'),
    noteFailure: (mailboxId, error) =>
      store.write('mailbox.setError', { id: mailboxId, error: error.toInfo() }, 'sync'),
    saveState: async (mailboxId, state) => {
      await store.write('mailbox.saveState', { mailboxId, ...state }, 'sync');
      if (state.checkedAt !== null) compared(mailboxId);
    },
  };
}

/** Streams a large source into a content file; nothing of it counts until `commit`. */
function sourceSink(
  at: { mailboxId: string; uidValidity: number; uid: number },
  store: MailStoreOptions['store'],
  content: ContentFolder,
): SourceSink<CondensedMessage> {
  const stream = new PassThrough();
  const stored = content.put(stream);
  // What goes wrong is seen by whoever writes, commits or aborts; until then it is not unhandled.
  stored.catch(() => {});
  stream.on('error', () => {});
  // A full disk ends the file while chunks still come: its error is theirs, and nobody waits for room that never comes.
  const ended = () => stored.then(() => undefined);
  return {
    write: async (chunk) => {
      if (stream.destroyed) await ended();
      else if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), ended()]);
    },
    commit: async (parsed) => {
      stream.end();
      const file = await stored;
      const source = { sha256: file.sha256, deflated: null, content: file };
      const derived = parsed && prepareDerived(parsed);
      await store.write('mail.commitLargeSource', { ...at, source, derived }, 'sync');
    },
    abort: async () => {
      stream.destroy(new Error('abandoned'));
      await stored.then(
        (file) => content.remove(file.id),
        () => {},
      );
    },
  };
}
