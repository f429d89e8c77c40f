import { rmSync } from 'node:fs';
import { afterAll, beforeAll } from 'vitest';
import { Store, type StoreOptions } from '#engine/store/store.ts';
import { StoreKey } from '#engine/store/store-key.ts';
import { buildEntry, temporaryDirectory } from './build-worker.ts';
import type { testCommands, testQueries } from './commands.ts';

export type TestStore = Store<typeof testCommands, typeof testQueries>;

export interface Stores {
  workerUrl: URL;
  key: StoreKey;
  /** A directory removed at the end. */
  directory(): string;
  open(profile: string, options?: Partial<StoreOptions>): Promise<TestStore>;
}

/** Opens stores with the test's commands in real worker threads, and closes and removes them after the file's tests. */
export function testStores(): Stores {
  const directories: string[] = [];
  const opened: TestStore[] = [];
  const stores: Stores = {
    workerUrl: new URL('about:blank'),
    key: StoreKey.fromHex('5f'.repeat(32)),
    directory: () => {
      const directory = temporaryDirectory();
      directories.push(directory);
      return directory;
    },
    open: async (profile, options = {}) => {
      const store = await Store.open<typeof testCommands, typeof testQueries>({
        profile,
        key: stores.key,
        workerUrl: stores.workerUrl,
        ...options,
      });
      opened.push(store);
      return store;
    },
  };
  beforeAll(async () => {
    stores.workerUrl = await buildEntry(new URL('worker-entry.ts', import.meta.url));
    directories.push(new URL('.', stores.workerUrl).pathname);
  });
  afterAll(async () => {
    for (const store of opened) await store.close();
    for (const directory of directories) rmSync(directory, { recursive: true, force: true });
  });
  return stores;
}
