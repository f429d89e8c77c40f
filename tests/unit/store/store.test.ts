import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StoreError } from '#engine/store/errors.ts';
import { migrations } from '#engine/store/migrate.ts';
import type { Change } from '#shared/contract/changes.ts';
import { TypedError } from '#shared/errors/typed-error.ts';
import { testStores } from './support/stores.ts';

const stores = testStores();

describe('a store', () => {
  it('keeps what a command wrote, for reads that follow and for the next start', async () => {
    const profile = stores.directory();
    const store = await stores.open(profile);
    expect(store.report).toMatchObject({ created: true, unclean: false, setAside: null });
    await store.write('set', { key: 'theme', value: 'dark' });
    expect(await store.read('get', 'theme')).toBe('dark');
    await store.close();
    const again = await stores.open(profile);
    expect(again.report).toMatchObject({ created: false, unclean: false, migratedFrom: null });
    expect(await again.read('get', 'theme')).toBe('dark');
  });

  it('rolls a failed command back whole and gives its error back with code, advice and detail', async () => {
    const store = await stores.open(stores.directory());
    const failure = store.write('setThenThrow', { key: 'half', value: 'done' });
    await expect(failure).rejects.toBeInstanceOf(TypedError);
    await expect(failure).rejects.toMatchObject({
      message: 'refused',
      code: 'note-refused',
      detail: 'the words',
      advice: 'Do something else.',
    });
    await expect(store.write('setThenFail', { key: 'half', value: 'done' })).rejects.toMatchObject({
      code: 'store-defect',
      detail: expect.stringContaining('SQLITE_CONSTRAINT'),
    });
    expect(await store.read('get', 'half')).toBeNull();
    await store.write('set', { key: 'half', value: 'whole' });
    expect(await store.read('get', 'half')).toBe('whole');
  });

  it('refuses an asynchronous command, which could not be one transaction', async () => {
    const store = await stores.open(stores.directory());
    await expect(store.write('asynchronous', undefined)).rejects.toMatchObject({ code: 'store-defect' });
    expect(await store.read('get', 'asynchronous')).toBeNull();
  });

  it('publishes what changed after the commit, before the writer is told, and nothing for a failure', async () => {
    const store = await stores.open(stores.directory());
    const changes: Change[] = [];
    const seen: Promise<string | null>[] = [];
    store.onChange((change) => {
      changes.push(change);
      seen.push(store.read('get', 'theme'));
    });
    await store.write('set', { key: 'theme', value: 'light' });
    expect(changes).toEqual([
      { threads: [], accounts: false, drafts: false, outbox: false, settings: true, people: false },
    ]);
    expect(await Promise.all(seen)).toEqual(['light']);
    await expect(store.write('setThenThrow', { key: 'theme', value: 'dark' })).rejects.toThrow();
    expect(changes).toHaveLength(1);
    await store.write('touchThreads', 500);
    await store.write('touchThreads', 501);
    expect(changes[1]?.threads).toHaveLength(500);
    expect(changes[2]?.threads).toBe('all');
  });

  it('lets a user write pass a thousand waiting sync writes', async () => {
    const store = await stores.open(stores.directory());
    let done = 0;
    const batches = Array.from({ length: 1000 }, (_, index) =>
      store.write('setSlowly', { key: `batch-${index}`, value: '', ms: 1 }, 'sync').then(() => {
        done++;
      }),
    );
    await batches[0];
    const before = done;
    await store.write('set', { key: 'click', value: 'now' }, 'user');
    // One or two are under way when it arrives, and some have just been answered.
    expect(before).toBeLessThan(500);
    expect(done - before).toBeLessThan(100);
    await Promise.all(batches);
    expect(await store.read('get', 'click')).toBe('now');
  });

  it('does not let the reader write', async () => {
    const store = await stores.open(stores.directory());
    await expect(store.read('writeAttempt', undefined)).rejects.toMatchObject({ code: 'store-io' });
  });

  it('answers reads while a long write is under way', async () => {
    const store = await stores.open(stores.directory());
    await store.write('set', { key: 'a', value: '1' });
    let written = false;
    const write = store.write('setSlowly', { key: 'a', value: '2', ms: 500 }).then(() => {
      written = true;
    });
    expect(await store.read('get', 'a')).toBe('1');
    expect(written).toBe(false);
    await write;
    expect(await store.read('get', 'a')).toBe('2');
  });

  it('answers queries while the whole of it is looked at', async () => {
    const store = await stores.open(stores.directory());
    await store.write('set', { key: 'a', value: '1' });
    const order: string[] = [];
    const check = store.check().then(({ integrity }) => order.push(`check ${integrity}`));
    expect(await store.read('get', 'a')).toBe('1');
    order.push('read');
    await check;
    expect(order).toEqual(['read', 'check ok']);
    const last = store.check();
    await store.close();
    expect((await last).integrity).toBe('ok');
    await expect(store.check()).rejects.toMatchObject({ code: 'store-closed' });
  });

  it('tells slow commands by their name', async () => {
    const slow: [string, number][] = [];
    const store = await stores.open(stores.directory(), { onSlow: (name, ms) => slow.push([name, ms]) });
    await store.write('set', { key: 'quick', value: '' });
    await store.write('setSlowly', { key: 'slow', value: '', ms: 60 });
    await store.write('set', { key: 'quick', value: '' });
    expect(slow.find(([name]) => name === 'setSlowly')?.[1]).toBeGreaterThan(59);
    // On a busy machine a quick one may take long too.
    expect(slow.every(([, ms]) => ms > 40)).toBe(true);
  });

  it('rejects what is pending and tells the engine when its thread dies', async () => {
    const store = await stores.open(stores.directory());
    const fatal: StoreError[] = [];
    store.onFatal((error) => fatal.push(error));
    const dying = store.write('die', undefined);
    const behind = store.write('set', { key: 'after', value: '' });
    await expect(dying).rejects.toMatchObject({ code: 'store-crashed' });
    await expect(behind).rejects.toBeInstanceOf(StoreError);
    expect(fatal.map((error) => error.code)).toEqual(['store-crashed']);
    await expect(store.write('set', { key: 'later', value: '' })).rejects.toMatchObject({
      code: 'store-crashed',
    });
  });

  it('finishes what was asked before it closes, leaves no log, and refuses calls afterwards', async () => {
    const profile = stores.directory();
    const store = await stores.open(profile);
    const writes = Array.from({ length: 50 }, (_, index) =>
      store.write('set', { key: `k${index}`, value: '' }, index % 2 ? 'user' : 'sync'),
    );
    await Promise.all([store.close(), store.close()]);
    await Promise.all(writes);
    expect(statSync(join(profile, 'store.db-wal'), { throwIfNoEntry: false })?.size ?? 0).toBe(0);
    expect(existsSync(join(profile, 'store.open'))).toBe(false);
    await expect(store.read('keys', undefined)).rejects.toMatchObject({ code: 'store-closed' });
    expect(await (await stores.open(profile)).read('keys', undefined)).toHaveLength(50);
  });

  it('is used by one engine at a time', async () => {
    const profile = stores.directory();
    const store = await stores.open(profile);
    await expect(stores.open(profile)).rejects.toMatchObject({ code: 'store-locked' });
    await store.close();
    await expect(stores.open(profile)).resolves.toBeDefined();
  });

  it('reports versions, sizes and a proof of encryption', async () => {
    const store = await stores.open(stores.directory());
    await store.write('addMessage', { date: Date.UTC(2026, 4, 3), text: 'harbour' });
    expect(await store.check()).toMatchObject({
      cipher: 'SQLCipher 4 (AES-256-CBC, HMAC-SHA512)',
      encrypted: true,
      integrity: 'ok',
      schema: migrations.length,
      contentBytes: 0,
    });
  });
});
