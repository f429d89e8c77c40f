import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mboxEntry } from '#engine/export/mbox.ts';
import { readMbox, unquoted } from '#engine/import/mbox-reader.ts';

/** Each block is read into the memory of the one before, as from a file. */
async function* inBlocks(file: Buffer, ...sizes: number[]): AsyncGenerator<Buffer> {
  const block = Buffer.alloc(sizes.length === 0 ? file.length : Math.max(1, ...sizes));
  for (let at = 0, turn = 0; at < file.length; turn++) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? file.length);
    yield block.subarray(0, file.copy(block, 0, at, at + size));
    at += size;
  }
}

async function read(file: string | Buffer, ...sizes: number[]) {
  const found = [];
  for await (const message of readMbox(inBlocks(Buffer.from(file as string, 'latin1'), ...sizes)))
    found.push(message);
  return found;
}

const texts = async (file: string, ...sizes: number[]) =>
  (await read(file, ...sizes)).map(({ source }) => source.toString('latin1'));

const FROM = 'From ana@example.org Sun Nov 22 09:00:00 2026\n';
const pieces = fc.constantFrom(
  ...[
    'From ',
    '>',
    '>>',
    '\n',
    '\r\n',
    '\r',
    ' ',
    'From: ',
    'x',
    '\0',
    '\u00ff',
    FROM,
    'Subject: a\n',
    '\n\n',
  ],
);
const source = fc
  .array(pieces, { minLength: 1, maxLength: 30 })
  .map((parts) => Buffer.from(`A: b\n${parts.join('')}`, 'latin1'));

describe('readMbox', () => {
  it('gives back every byte of what our export wrote, however the file comes in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(source, { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 }),
        async (sources, sizes) => {
          const file = Buffer.concat(sources.map((one) => mboxEntry(one, 'ana@example.org', 0)));
          const found = await read(file, ...sizes);
          expect(found.map((one) => one.source.toString('latin1'))).toEqual(
            sources.map((one) => one.toString('latin1')),
          );
          // What is streamed because it is large is the same, and so is a file that is read on from in between.
          for (const { range, source: whole, offset } of found) {
            const blocks = [];
            for await (const block of unquoted(inBlocks(file.subarray(range.start, range.end), ...sizes)))
              blocks.push(Buffer.from(block));
            expect(Buffer.concat(blocks).toString('latin1')).toBe(whole.toString('latin1'));
            const rest = [];
            for await (const one of readMbox(inBlocks(file.subarray(offset), ...sizes), offset))
              rest.push(one);
            expect(rest[0]).toEqual(found.find((one) => one.offset === offset));
          }
        },
      ),
    );
  });

  it('reads files with CRLF, and those whose last message has no empty line behind it', async () => {
    const crlf = `${FROM}A: 1\n\none\n\n${FROM}A: 2\n\ntwo\n`.replaceAll('\n', '\r\n');
    expect(await texts(crlf)).toEqual(['A: 1\r\n\r\none\r\n', 'A: 2\r\n\r\ntwo\r\n']);
  });

  it('takes no line of a letter for a separator', async () => {
    const body = 'A: 1\n\nFrom now on it is yours.\n\nFrom the 3rd of May 2026\n\nFrom Monday, 10:30\n';
    expect(await texts(`${FROM}${body}\n${FROM}A: 2\n\n`)).toEqual([body, 'A: 2\n']);
  });

  it.each([
    ['Thunderbird', 'From - Sun Nov 22 09:00:00 2026'],
    ['Google Takeout', 'From 1783@xxx Sun Nov 22 09:00:00 +0000 2026'],
    ['an address with blanks', 'From Ana Ribeiro Sun Nov 22 09:00:00 2026'],
    ['RFC 5322', 'From ana@example.org Sun, 22 Nov 2026 09:00:00 +0000'],
    ['a zone by its name', 'From ana@example.org Sun Nov 22 09:00:00 GMT 2026'],
  ])('knows the separator of %s and its date', async (_name, line) => {
    const found = await read(`${line}\nA: 1\n\n${line}\nA: 2\n\n`);
    expect(found.map(({ received }) => received)).toEqual([
      Date.UTC(2026, 10, 22, 9),
      Date.UTC(2026, 10, 22, 9),
    ]);
  });

  it('needs no empty line between messages', async () => {
    expect(await texts(`${FROM}A: 1\n\none\n${FROM}A: 2\n\ntwo\n`)).toEqual([
      'A: 1\n\none\n',
      'A: 2\n\ntwo\n',
    ]);
  });

  it('says where each message begins and where the next one does', async () => {
    const first = `${FROM}A: 1\n\none\n\n`;
    const found = await read(`${first}${FROM}A: 2\n\ntwo\n\n`);
    expect(found.map(({ offset, next }) => [offset, next])).toEqual([
      [0, first.length],
      [first.length, first.length * 2],
    ]);
  });

  it('holds only the beginning of what is too large', async () => {
    const line = `${'x'.repeat(76)}\n`;
    const [found] = await read(`${FROM}A: 1\n\n${line.repeat(500_000)}\n`, 1_000_000);
    expect(found).toMatchObject({ whole: false, size: 6 + 500_000 * 77 });
    expect(found!.source.length).toBe(2 * 1024 * 1024);
    expect(found!.range.end - found!.range.start).toBe(found!.size);
  });

  it('yields nothing for a file without a message', async () => {
    expect(await texts('')).toEqual([]);
    expect(await texts('Just text.\n\nMore.\n')).toEqual([]);
  });
});
