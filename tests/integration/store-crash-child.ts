/** Writes to a store until it is killed, and prints the number of each write that was confirmed. */
import { writeSync } from 'node:fs';
import { ContentFolder } from '#engine/store/content.ts';
import { Store } from '#engine/store/store.ts';
import { StoreKey } from '#engine/store/store-key.ts';
import type { testCommands, testQueries } from '../unit/store/support/commands.ts';

const [profile = '', hex = '', worker = '', from = '0'] = process.argv.slice(2);
const store = await Store.open<typeof testCommands, typeof testQueries>({
  profile,
  key: StoreKey.fromHex(hex),
  workerUrl: new URL(worker),
});
const content = new ContentFolder(profile);

for (let number = Number(from); ; number++) {
  const writes: Promise<unknown>[] = [
    store.write('set', { key: `n${number}`, value: 'x'.repeat(500) }),
    store.write('addMessage', { date: number, text: `message ${number} ${'word '.repeat(200)}` }, 'sync'),
  ];
  if (number % 5 === 0) {
    const row = await content.put(Buffer.alloc(100_000, number));
    writes.push(store.write('addContent', row, 'sync'));
    if (number % 10 === 0) writes.push(store.write('deleteContent', row.id, 'sync'));
  }
  await Promise.all(writes);
  writeSync(1, `${number}\n`);
}
