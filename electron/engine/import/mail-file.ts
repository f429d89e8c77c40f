/** Reads the messages of one file, whatever kind it is. */
import { open } from 'node:fs/promises';
import { type KeptState, stateInHeader, stateInName, stateInPropertyList } from './kept-state.ts';
import { readMbox, unquoted } from './mbox-reader.ts';
import { BEGINNING, type RawMessage, sourceBuffer, WHOLE_UP_TO } from './raw-message.ts';
import type { MailFile } from './sources.ts';

const BLOCK = 1024 * 1024;
const NEWLINE = Buffer.from('\n');
/** Bytes of the property list behind a message of Apple Mail. */
const PROPERTY_LIST = 64 * 1024;

export interface MessageInFile extends RawMessage {
  state: KeptState;
}

/** Yields the messages of a file from byte `at` on; 0 or where an earlier message said the next one begins. */
export async function* readMailFile(file: MailFile, at = 0): AsyncGenerator<MessageInFile, void> {
  if (file.kind === 'mbox') {
    const from = at > 0 && (await beginsMessage(file.path, at)) ? at : 0;
    for await (const raw of readMbox(bytes(file.path, from), from)) {
      const held = raw.whole || raw.size > WHOLE_UP_TO ? raw : await hold(file, raw);
      yield { ...held, state: stateInHeader(held.source) };
    }
    return;
  }
  if (at > 0) return;
  if (file.kind === 'emlx') yield await readEmlx(file);
  else {
    const raw = await readRange(file, { start: 0, end: file.size });
    const state = file.kind === 'maildir' ? stateInName(file.path, file.isNew) : stateInHeader(raw.source);
    yield { ...raw, state };
  }
}

/** Reads the whole source, now that its size is known. */
async function hold(file: MailFile, raw: RawMessage): Promise<RawMessage> {
  const source = sourceBuffer(raw.size);
  let filled = 0;
  for await (const piece of streamSource(file, raw)) filled += piece.copy(source, filled);
  return { ...raw, source: source.subarray(0, filled), whole: true };
}

/** The whole source of a message that was too large to be held; each block is read into the memory of the one before. */
export function streamSource(file: MailFile, { range }: RawMessage): AsyncIterable<Buffer> {
  const stream = bytes(file.path, range.start, range.end);
  return file.kind === 'mbox' ? unquoted(stream) : stream;
}

async function* bytes(path: string, start: number, end = Number.POSITIVE_INFINITY): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  const block = Buffer.allocUnsafeSlow(BLOCK);
  try {
    for (let at = start; at < end; ) {
      const { bytesRead } = await file.read(block, 0, Math.min(BLOCK, end - at), at);
      if (bytesRead === 0) return;
      yield block.subarray(0, bytesRead);
      at += bytesRead;
    }
  } finally {
    await file.close();
  }
}

/** The file may have been written anew since. */
async function beginsMessage(path: string, at: number): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(6), 0, 6, at - 1);
    return buffer.toString('latin1', 0, bytesRead) === '\nFrom ';
  } finally {
    await file.close();
  }
}

async function readRange(file: MailFile, range: RawMessage['range']): Promise<RawMessage> {
  const size = range.end - range.start;
  const whole = size <= WHOLE_UP_TO;
  const source = await readBytes(file.path, range.start, whole ? size : BEGINNING);
  const length = whole ? source.length : size;
  return { offset: 0, next: file.size, range, source, size: length, whole, received: null };
}

async function readBytes(path: string, start: number, length: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(sourceBuffer(length), 0, length, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Apple Mail: the number of bytes on a line of its own, the message, a property list. */
async function readEmlx(file: MailFile): Promise<MessageInFile> {
  const first = await readBytes(file.path, 0, 32);
  const start = first.indexOf(NEWLINE) + 1;
  const end = Math.min(file.size, start + Number.parseInt(first.toString('latin1'), 10));
  const list = await readBytes(file.path, end, Math.min(PROPERTY_LIST, file.size - end));
  return { ...(await readRange(file, { start, end })), state: stateInPropertyList(list.toString('utf8')) };
}
