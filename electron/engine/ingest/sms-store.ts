/** The SMS channel's `SmsStore` over our store. */
import type { OutMedia, SmsStore } from '#engine/channels/sms/ports.ts';
import type { ContentFolder } from '#engine/store/content.ts';
import type { StoreAccess } from '#engine/store/store-access.ts';
import type { ingestCommands, ingestQueries } from './registry.ts';

export interface SmsStoreOptions {
  store: StoreAccess<typeof ingestCommands, typeof ingestQueries>;
  content: ContentFolder;
  /** Ids of texts that just arrived. */
  arrived: (messageIds: string[]) => void;
}

export function createSmsStore({ store, content, arrived }: SmsStoreOptions): SmsStore {
  const mediaOf = async (messageRow: number): Promise<OutMedia[]> => {
    const parts = await store.read('text.outMedia', messageRow);
    return parts.map(({ contentType, size, file }) => ({
      mime: contentType,
      size,
      read: () => content.read(file),
    }));
  };
  return {
    loadCursor: (accountId) => store.read('text.cursor', accountId),
    applyEvents: async (accountId, batch) => {
      // Errors do not survive the way to the writer's thread with their methods, so they go as plain facts.
      const events = batch.events.map((event) =>
        'error' in event && event.error
          ? { ...event, error: event.error.toInfo() }
          : { ...event, error: null },
      );
      const { added } = await store.write(
        'text.applyEvents',
        { accountId, batch: { ...batch, events } },
        'sync',
      );
      if (added.length > 0) arrived(added);
    },
    recoverInterrupted: (accountId) => store.write('text.recover', accountId),
    claimNextText: async (accountId, now) => {
      const claimed = await store.write('text.claim', { accountId, now });
      if (!claimed) return null;
      const { messageRow, ...text } = claimed;
      return { ...text, accountId, media: await mediaOf(messageRow) };
    },
    nextTextDueAt: (accountId) => store.read('text.nextDueAt', accountId),
    markWireStarted: (clientRef, at, skewMs) => store.write('text.wireStarted', { clientRef, at, skewMs }),
    markAccepted: (clientRef, remote) => store.write('text.accepted', { clientRef, ...remote }),
    markFailed: (clientRef, error, ledger) =>
      store.write('text.failed', { clientRef, error: error.toInfo(), ledger }),
    markRetry: (clientRef, error, nextAt) =>
      store.write('text.retry', { clientRef, error: error?.toInfo() ?? null, nextAt }),
    markAmbiguous: (clientRef, error, endedAt) =>
      store.write('text.ambiguous', { clientRef, error: error.toInfo(), endedAt }),
    markNeedsHuman: (clientRef, reason) => store.write('text.needsHuman', { clientRef, reason }),
    recordMiss: (clientRef, at) => store.write('text.miss', { clientRef, at }),
    acceptByUser: (clientRef) => store.write('text.acceptByUser', clientRef),
    listUnresolved: (accountId) => store.read('text.unresolved', accountId),
    boundRemoteIds: async (accountId, since) =>
      new Set(await store.read('text.boundRemoteIds', { accountId, since })),
    listNonTerminal: (accountId, since) => store.read('text.nonTerminal', { accountId, since }),
    markRefreshed: (accountId, remoteIds, at) =>
      store.write('text.refreshed', { accountId, remoteIds, at }, 'sync'),
    listPendingMedia: (accountId, now, limit) => store.read('text.pendingMedia', { accountId, now, limit }),
    saveMedia: async (accountId, item, { bytes, mime }) => {
      const file = await content.put(bytes);
      await store.write('text.saveMedia', { accountId, item, mime, content: file }, 'sync');
    },
    markMediaFailed: (accountId, item, _error, retryAt) =>
      store.write('text.mediaFailed', { accountId, item, retryAt }, 'sync'),
  };
}
