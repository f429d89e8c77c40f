import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openConnection } from '#engine/store/connection.ts';
import { profilePaths } from '#engine/store/paths.ts';
import { WalIndex } from '#engine/store/wal-index.ts';
import { waitFor } from '#rig/wait-for.ts';
import { testStores } from './support/stores.ts';

const stores = testStores();

/** What another connection sees of the open store. */
async function look<T>(profile: string, sql: string): Promise<T> {
  const db = openConnection({ path: profilePaths(profile).store, key: stores.key, mode: 'reader' });
  try {
    return db.prepare(sql).pluck().get() as T;
  } finally {
    db.close();
  }
}

describe('an open store keeps house', () => {
  it('moves its log into the file beside the writer, again and again', async () => {
    const profile = stores.directory();
    const store = await stores.open(profile);
    const index = new WalIndex(profilePaths(profile).shm);
    for (let round = 0; round < 3; round++) {
      const before = statSync(profilePaths(profile).store).size;
      for (let write = 0; write < 12; write++) await store.write('fill', 1_000_000, 'sync');
      await waitFor('the log is in the file', () => index.pendingFrames < 1_024);
      expect(statSync(profilePaths(profile).store).size).toBeGreaterThan(before + 8_000_000);
    }
    index.close();
    await store.close();
    expect((await stores.open(profile)).report).toMatchObject({ unclean: false, setAside: null });
  });

  it('empties the log whenever it is asked to, though its own checkpoints may be under way', async () => {
    const store = await stores.open(stores.directory());
    for (let round = 0; round < 6; round++) {
      for (let write = 0; write < 10; write++) await store.write('fill', 1_000_000, 'sync');
      expect((await store.purge()).walBytes).toBe(0);
    }
  });

  it('gathers the search index when it rests, and finds everything before and after', async () => {
    const profile = stores.directory();
    const store = await stores.open(profile);
    const segments = () => look<number>(profile, 'SELECT count(DISTINCT segid) FROM search_index_idx');
    const writes = Array.from({ length: 60 }, (_, index) =>
      store.write(
        'addMessage',
        { date: Date.UTC(2026, 4, 3) + index, text: `harbour number${index}` },
        'sync',
      ),
    );
    await Promise.all(writes);
    expect(await store.read('search', 'harbour')).toHaveLength(60);
    await waitFor('few segments are left', async () => (await segments()) <= 8);
    expect(await store.read('search', 'harbour')).toHaveLength(60);
    expect(await store.read('search', 'number37')).toHaveLength(1);
    expect((await store.check()).integrity).toBe('ok');
  });
});
