import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { buildEntry } from '../unit/store/support/build-worker.ts';
import type { Stores } from '../unit/store/support/stores.ts';

/** A small seeded generator (Park and Miller), so that a failing run can be repeated. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/**
 * Kills a writing process again and again, and expects each time that the store is sound and has every write that was
 * confirmed, and that the content folder holds exactly the files that have rows.
 */
export async function killRepeatedly(
  stores: Stores,
  options: { kills: number; seed: number },
): Promise<void> {
  const profile = stores.directory();
  const program = await buildEntry(new URL('store-crash-child.ts', import.meta.url));
  const random = seeded(options.seed);
  const confirmed: number[] = [];
  let next = 0;
  for (let kill = 0; kill < options.kills; kill++) {
    const child = spawn(
      process.execPath,
      [fileURLToPath(program), profile, stores.key.toHex(), stores.workerUrl.href, String(next)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const exit = once(child, 'exit');
    // The number of confirmed writes decides when: the moment within the following write is left to chance.
    const writes = 1 + Math.floor(random() * 40);
    let seen = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      confirmed.push(Number(line));
      if (++seen === writes) child.kill('SIGKILL');
    }
    expect(await exit).toEqual([null, 'SIGKILL']);
    next = (confirmed.at(-1) ?? 0) + 2;

    const store = await stores.open(profile);
    expect(store.report).toMatchObject({ unclean: true, setAside: null, reindexed: false });
    const keys = new Set(await store.read('keys', undefined));
    expect(confirmed.filter((number) => !keys.has(`n${number}`))).toEqual([]);
    expect((await store.check()).integrity).toBe('ok');
    expect(await store.read('search', `"message ${confirmed.at(-1)}"`)).toHaveLength(1);
    const ids = await store.read('contentIds', undefined);
    expect(readdirSync(join(profile, 'content')).sort()).toEqual(ids.sort());
    await store.close();
  }
  rmSync(new URL('.', program), { recursive: true, force: true });
  console.info(JSON.stringify({ ...options, confirmedWrites: confirmed.length }));
}
