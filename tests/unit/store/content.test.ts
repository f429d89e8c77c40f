import { copyFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { ContentFolder } from '#engine/store/content.ts';
import { CHUNK_SIZE } from '#engine/store/content-format.ts';
import { temporaryDirectory } from './support/build-worker.ts';
import { testStores } from './support/stores.ts';

const profile = temporaryDirectory();
const content = new ContentFolder(profile);
const path = (id: string) => join(profile, 'content', id);
const stores = testStores();

afterAll(() => rmSync(profile, { recursive: true, force: true }));

async function* inPieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Bytes that repeat nothing within a file, cheap to make in any length. */
function pattern(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at + 4 <= length; at += 4) bytes.writeUInt32LE((at * 2654435761) >>> 0, at);
  return bytes;
}

describe('a content file', () => {
  it('gives back what was put, of any length and in pieces of any size', async () => {
    const lengths = fc.oneof(
      fc.integer({ min: 0, max: 300 }),
      fc.constantFrom(CHUNK_SIZE - 1, CHUNK_SIZE, CHUNK_SIZE + 1, 2 * CHUNK_SIZE, 3 * CHUNK_SIZE + 7),
    );
    await fc.assert(
      fc.asyncProperty(lengths, fc.integer({ min: 1000, max: 200_000 }), async (length, size) => {
        const bytes = pattern(length);
        const row = await content.put(inPieces(bytes, size));
        expect(row.size).toBe(length);
        expect((await content.read(row)).equals(bytes)).toBe(true);
        const chunks: Buffer[] = [];
        for await (const chunk of content.open(row)) chunks.push(chunk as Buffer);
        expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
        await content.remove(row.id);
      }),
      { numRuns: 30 },
    );
  });

  it('gives a piece of it from any byte on', async () => {
    const bytes = pattern(5 * 1024 * 1024 + 7);
    const row = await content.put(bytes);
    for (const from of [0, 1, CHUNK_SIZE - 1, CHUNK_SIZE, 1_000_000, bytes.length - 1, bytes.length]) {
      const piece = await content.readPiece(row, from);
      expect(piece.length).toBeGreaterThanOrEqual(Math.min(4 * 1024 * 1024, bytes.length - from));
      expect(piece.equals(bytes.subarray(from, from + piece.length))).toBe(true);
    }
  });

  it('holds nothing of its content in the clear, and each file has a key of its own', async () => {
    const bytes = Buffer.from('zephyrous harbour lantern '.repeat(5000));
    const [one, two] = [await content.put(bytes), await content.put(bytes)];
    expect(readFileSync(path(one.id)).includes('harbour')).toBe(false);
    expect(Buffer.from(one.key).equals(Buffer.from(two.key))).toBe(false);
    expect(readFileSync(path(one.id)).equals(readFileSync(path(two.id)))).toBe(false);
    await expect(content.read({ ...one, key: two.key })).rejects.toMatchObject({ code: 'content-damaged' });
  });

  it('is refused when a byte changed anywhere, chunks changed places, or the end is missing', async () => {
    const row = await content.put(pattern(3 * CHUNK_SIZE));
    const original = readFileSync(path(row.id));
    const damage = async (change: (bytes: Buffer) => Buffer) => {
      writeFileSync(path(row.id), change(Buffer.from(original)));
      await expect(content.read(row)).rejects.toMatchObject({ code: 'content-damaged' });
    };
    for (const at of [0, 6, 8, 70_000, original.length - 1]) {
      await damage((bytes) => {
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        return bytes;
      });
    }
    const sealed = CHUNK_SIZE + 16;
    await damage((bytes) =>
      Buffer.concat([
        bytes.subarray(0, 8),
        bytes.subarray(8 + sealed, 8 + 2 * sealed),
        bytes.subarray(8, 8 + sealed),
        bytes.subarray(8 + 2 * sealed),
      ]),
    );
    await damage((bytes) => bytes.subarray(0, 8 + 2 * sealed));
    writeFileSync(path(row.id), original);
    await expect(content.read({ ...row, size: 2 * CHUNK_SIZE })).rejects.toMatchObject({
      code: 'content-damaged',
    });
    truncateSync(path(row.id), 0);
    await expect(content.read(row)).rejects.toMatchObject({ code: 'content-damaged' });
    rmSync(path(row.id));
    await expect(content.read(row)).rejects.toMatchObject({ code: 'content-missing' });
  });

  it('leaves nothing behind when its stream fails', async () => {
    const before = readdirSync(join(profile, 'content')).length;
    async function* failing() {
      yield pattern(200_000);
      throw new Error('connection lost');
    }
    await expect(content.put(failing())).rejects.toThrow('connection lost');
    expect(readdirSync(join(profile, 'content'))).toHaveLength(before);
  });

  it('cannot be named outside its folder', async () => {
    await expect(
      content.read({ id: '../profile.json', key: Buffer.alloc(32), size: 1 }),
    ).rejects.toMatchObject({
      code: 'store-defect',
    });
  });

  it('goes when its row goes, and strays go at the next start', async () => {
    const home = stores.directory();
    const store = await stores.open(home);
    const folder = new ContentFolder(home);
    const [kept, gone, stray] = [
      await folder.put(Buffer.from('kept')),
      await folder.put(Buffer.from('gone')),
      await folder.put(Buffer.from('stray')),
    ];
    await store.write('addContent', kept);
    await store.write('addContent', gone);
    await store.write('deleteContent', gone.id);
    expect(readdirSync(join(home, 'content')).sort()).toEqual([kept.id, stray.id].sort());
    copyFileSync(join(home, 'content', stray.id), join(home, 'content', `${stray.id}.new`));
    await store.close();
    const again = await stores.open(home);
    expect(again.report.sweptFiles).toBe(2);
    expect(readdirSync(join(home, 'content'))).toEqual([kept.id]);
    expect((await folder.read(kept)).toString()).toBe('kept');
  });
});
