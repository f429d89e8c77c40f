/**
 * Takes an mbox file apart while it is read. A message ends before a line `From …` with a date (from-line.ts), with or
 * without an empty line in front, as Dovecot and mutt read it. One `>` is taken from lines that begin with any number of
 * them and `From ` (mboxrd); a file of a program that quotes only bare `From ` lines (mboxo) reads the same but for
 * lines its author quoted. Content-Length (mboxcl) is not believed: it is wrong after every edit.
 */
import { type FromLine, readFromLine } from './from-line.ts';
import { BEGINNING, type RawMessage, sourceBuffer } from './raw-message.ts';

const LF = 0x0a;
const CR = 0x0d;
const GREATER = 0x3e;
const FROM = Buffer.from('From ');
/** A separator is not longer, and a line is held back no longer to see whether it is one. */
const LINE = 4096;

/** A source whose end is looked for: its size and its beginning. */
class Source {
  size = 0;
  #pieces: Buffer[] = [];
  /** Pieces before this one are copies. */
  #kept = 0;
  #last: Buffer = Buffer.alloc(0);

  add(piece: Buffer): void {
    if (piece.length === 0) return;
    if (this.size < BEGINNING) this.#pieces.push(piece.subarray(0, BEGINNING - this.size));
    this.size += piece.length;
    this.#last = Buffer.concat([this.#last.subarray(-2), piece.subarray(-3)]).subarray(-3);
  }

  /** The block that the last pieces are part of is read into again. */
  keep(): void {
    for (; this.#kept < this.#pieces.length; this.#kept++)
      this.#pieces[this.#kept] = Buffer.from(this.#pieces[this.#kept]!);
  }

  /** The empty line before the next separator is the file's; `unended`: so is the end of the last line. */
  ending(unended: boolean): number {
    const at = (back: number) => this.#last[this.#last.length - back];
    if (at(1) !== LF) return 0;
    const empty = at(2) === LF ? 1 : at(2) === CR && at(3) === LF ? 2 : this.size === 1 ? 1 : 0;
    return unended && empty === 1 ? 2 : empty;
  }

  finish(ending: number): Pick<RawMessage, 'source' | 'size' | 'whole'> {
    const size = Math.max(0, this.size - ending);
    const source = sourceBuffer(Math.min(size, BEGINNING));
    let filled = 0;
    for (const piece of this.#pieces) filled += piece.copy(source, filled);
    return { source, size, whole: size <= BEGINNING };
  }
}

interface Open {
  offset: number;
  start: number;
  from: FromLine;
  source: Source;
}

/**
 * Yields the messages of an mbox file whose bytes from `at` on are given, in blocks that may be read into again once the
 * next one is asked for. What stands before the first message is passed over. A message is `whole` up to BEGINNING.
 */
export async function* readMbox(chunks: AsyncIterable<Buffer>, at = 0): AsyncGenerator<RawMessage, void> {
  let carry: Buffer = Buffer.alloc(0);
  /** Where `carry` begins in the file. */
  let position = at;
  let open: Open | null = null;
  let inLine = false;
  let room: Buffer = Buffer.alloc(0);
  const close = (message: Open, next: number): RawMessage => {
    const ending = message.source.ending(message.from.unended);
    const { offset, start } = message;
    const range = { start, end: next - ending };
    return { offset, next, range, received: message.from.received, ...message.source.finish(ending) };
  };
  for await (const chunk of chunks) {
    const size = carry.length + chunk.length;
    if (room.length < size) room = Buffer.allocUnsafeSlow(size);
    carry.copy(room);
    chunk.copy(room, carry.length);
    const block = room.subarray(0, size);
    let kept = 0;
    let line = 0;
    while (line < block.length) {
      const end = block.indexOf(LF, line);
      const next = end < 0 ? block.length : end + 1;
      if (end < 0 && !inLine && undecided(block, line)) break;
      if (!inLine) {
        const text = block.subarray(line, Math.min(next, line + LINE));
        const from: FromLine | null = isFrom(text, 0)
          ? readFromLine(text.toString('latin1'), open === null)
          : null;
        if (from) {
          open?.source.add(block.subarray(kept, line));
          if (open) yield close(open, position + line);
          open = { offset: position + line, start: position + next, from, source: new Source() };
          kept = next;
        } else if (isQuoted(block, line)) {
          open?.source.add(block.subarray(kept, line));
          kept = line + 1;
        }
      }
      inLine = end < 0;
      line = next;
    }
    open?.source.add(block.subarray(kept, line));
    open?.source.keep();
    position += line;
    carry = Buffer.from(block.subarray(line));
  }
  if (carry.length > 0) {
    const quoted = isQuoted(carry, 0) ? 1 : 0;
    const from = isFrom(carry, 0) ? readFromLine(carry.toString('latin1'), open === null) : null;
    if (from && open) yield close(open, position);
    if (from) return;
    open?.source.add(carry.subarray(quoted));
  }
  if (open) yield close(open, position + carry.length);
}

/** Takes the quoting away from bytes of one message, read from the beginning of a line. Blocks are as in `readMbox`. */
export async function* unquoted(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let carry: Buffer = Buffer.alloc(0);
  let inLine = false;
  for await (const chunk of chunks) {
    const block = carry.length > 0 ? Buffer.concat([carry, chunk]) : chunk;
    let kept = 0;
    let line = 0;
    while (line < block.length) {
      const end = block.indexOf(LF, line);
      if (end < 0 && !inLine && undecided(block, line)) break;
      if (!inLine && isQuoted(block, line)) {
        yield block.subarray(kept, line);
        kept = line + 1;
      }
      inLine = end < 0;
      line = end < 0 ? block.length : end + 1;
    }
    if (line > kept) yield block.subarray(kept, line);
    carry = Buffer.from(block.subarray(line));
  }
  if (carry.length > 0) yield carry.subarray(isQuoted(carry, 0) ? 1 : 0);
}

/** Whether more of this line must be seen to know what it is. */
function undecided(block: Buffer, line: number): boolean {
  const rest = block.length - line;
  if (rest >= LINE) {
    let mark = line;
    while (mark < block.length && block[mark] === GREATER) mark++;
    return block.length - mark < FROM.length;
  }
  return true;
}

function isQuoted(block: Buffer, line: number): boolean {
  if (block[line] !== GREATER) return false;
  let mark = line + 1;
  while (block[mark] === GREATER) mark++;
  return isFrom(block, mark);
}

function isFrom(block: Buffer, at: number): boolean {
  return block[at] === FROM[0] && block.subarray(at, at + FROM.length).equals(FROM);
}
