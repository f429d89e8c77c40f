import type { PurgeReport } from '#engine/store/protocol.ts';
import type { SecretKeeper } from '#engine/store/secret-keeper.ts';
import type { StoreAccess } from '#engine/store/store-access.ts';
import type { EraseReceipt } from '#shared/contract/erase.ts';
import { EraseError } from './errors.ts';
import { counted } from './numbers.ts';
import type { OnErased } from './progress.ts';
import type { privacyCommands, privacyQueries } from './registry.ts';
import type { StoreScope } from './scope.ts';

/** Messages a transaction erases: about as long as a batch of a sync. */
const STEP = 50;

export interface ErasurePorts {
  store: StoreAccess<typeof privacyCommands, typeof privacyQueries> & { purge(): Promise<PurgeReport> };
  /** Where the account's secrets are; their names begin with or are the account's id. */
  secrets: Pick<SecretKeeper, 'names' | 'delete'>;
  onProgress?: OnErased;
  /** Ends it after the messages it is at. */
  signal?: AbortSignal;
}

/**
 * Erases a scope: the messages and all that was made of them, then the files, backups and the log they still lie in,
 * then looks again. The account's sync must have been stopped. Resolves to the receipt. Rejects with EraseError
 * `erase-self`, `erase-stopped`, `erase-incomplete` or a StoreError; what was erased until then stays erased.
 */
export async function erase(ports: ErasurePorts, scope: StoreScope): Promise<EraseReceipt> {
  const { store } = ports;
  const preview = await store.read('erase.preview', scope);
  const rows: number[] = [];
  let done = false;
  while (!done && !ports.signal?.aborted) {
    const step = await store.write('erase.step', { scope, limit: STEP });
    rows.push(...step.rows);
    done = step.done;
    ports.onProgress?.(rows.length, Math.max(preview.messages, rows.length));
  }
  if (!done) {
    await store.purge();
    throw new EraseError(
      'erase-stopped',
      `You stopped it after ${rows.length} of ${preview.messages} messages.`,
    );
  }
  const secrets = scope.kind === 'account' ? await deleteSecrets(ports.secrets, scope.id) : 0;
  const purged = await store.purge();
  const remains = await store.read('erase.remains', { scope, rows });
  if (remains.length > 0) {
    throw new EraseError('erase-incomplete', 'Not everything could be erased.', remains.join(', '));
  }
  return {
    ...preview,
    messages: rows.length,
    at: Date.now(),
    verified: [
      `${counted(rows.length, 'message is', 'messages are')} gone from the store and its search index.`,
      'No content file without a message is left.',
      purged.walBytes === 0
        ? 'The log of the store is empty.'
        : `The log of the store was emptied; ${counted(purged.walBytes, 'byte was', 'bytes were')} written since.`,
      purged.backups === 0
        ? 'There is no backup that holds them.'
        : `${counted(purged.backups, 'backup that held them was', 'backups that held them were')} removed.`,
      ...(secrets > 0
        ? [
            `${counted(secrets, 'password or key was', 'passwords or keys were')} removed from where they were kept.`,
          ]
        : []),
    ],
  };
}

async function deleteSecrets(secrets: ErasurePorts['secrets'], accountId: string): Promise<number> {
  const names = secrets.names().filter((name) => name.includes(accountId));
  for (const name of names) await secrets.delete(name);
  return names.length;
}
