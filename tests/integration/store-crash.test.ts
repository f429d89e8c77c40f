import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testStores } from '../unit/store/support/stores.ts';
import { killRepeatedly } from './store-crash-run.ts';

const stores = testStores();
const KILLS = 10;

describe('a store whose process is killed', () => {
  it(`has every confirmed write and is sound, ${KILLS} times over`, () =>
    killRepeatedly(stores, { kills: KILLS, seed: 20261122 }));
});

/** Mounts a disk of 4 MB; false where that is not allowed. */
function mountSmallDisk(directory: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', directory], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('a store on a full disk', () => {
  it('says so, keeps what it had, and works again when there is room', async () => {
    const profile = stores.directory();
    const mounted = mountSmallDisk(profile);
    if (!mounted) console.warn('No small disk can be mounted here: max_page_count stands in for it.');
    try {
      const store = await stores.open(profile);
      await store.write('set', { key: 'before', value: 'kept' });
      if (mounted) writeFileSync(join(profile, 'ballast'), Buffer.alloc(1_000_000));
      else await store.write('limitPages', 100);
      let filled = 0;
      const fill = async () => {
        for (; filled < 1000; filled++) await store.write('fill', 50_000, 'sync');
      };
      await expect(fill()).rejects.toMatchObject({
        code: 'store-full',
        advice: expect.stringContaining('room'),
      });
      expect(filled).toBeGreaterThan(1);
      expect(await store.read('get', 'before')).toBe('kept');
      expect((await store.read('keys', undefined)).filter((key) => key.startsWith('filler'))).toHaveLength(
        filled,
      );
      if (mounted) rmSync(join(profile, 'ballast'));
      else await store.write('limitPages', 1000);
      await store.write('set', { key: 'after', value: 'works' });
      expect(await store.read('get', 'after')).toBe('works');
      expect((await store.check()).integrity).toBe('ok');
      await store.close();
      if (mounted) execFileSync('mount', ['-o', 'remount,size=32m', profile]);
      const again = await stores.open(profile);
      expect(await again.read('get', 'after')).toBe('works');
      await again.close();
    } finally {
      if (mounted) execFileSync('umount', ['-l', profile]);
    }
  });

  it.runIf(process.platform === 'linux')(
    'refuses to put a content file, and leaves no piece of it',
    async () => {
      const { ContentFolder } = await import('#engine/store/content.ts');
      const profile = stores.directory();
      if (!mountSmallDisk(profile)) {
        console.warn('Skipped: no small disk can be mounted here.');
        return;
      }
      try {
        await expect(new ContentFolder(profile).put(Buffer.alloc(8_000_000))).rejects.toMatchObject({
          code: 'store-full',
        });
        expect(readdirSync(join(profile, 'content'))).toEqual([]);
      } finally {
        execFileSync('umount', ['-l', profile]);
      }
    },
  );
});
