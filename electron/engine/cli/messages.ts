/** Messages read from files: no profile, no store, no network. */
import { MimeError } from '../channels/mail/mime/errors.ts';
import { MimePool } from '../channels/mail/mime/pool.ts';
import { describeMessage } from '../channels/mail/mime/report.ts';
import type { ParsedMessage } from '../channels/mail/mime/types.ts';
import { visibleText } from '../channels/mail/mime/visible-text.ts';
import { type Command, CommandError, EXIT, readArguments } from './command.ts';
import { type NamedFile, readFiles } from './input.ts';
import { print, tell, write } from './output.ts';

/** Files read and parsed ahead of the one that is printed next. */
const AHEAD = 4;
const ANY_NUMBER = { least: 0, most: Number.POSITIVE_INFINITY };

type Line = { file: string } & (object | { error: { code: string; message: string } });

async function withPool<T>(work: (pool: MimePool) => Promise<T>): Promise<T> {
  const pool = new MimePool({ workerUrl: new URL('./mime-worker.js', import.meta.url) });
  try {
    return await work(pool);
  } finally {
    await pool.close();
  }
}

/** Prints a line a file in their order. Fails when a file named cannot be read, or when nothing could be done. */
async function eachFile(
  paths: string[],
  describe: (file: string, content: Uint8Array) => Promise<Line>,
): Promise<number> {
  let done = 0;
  let failed = 0;
  let unreadable = 0;
  const waiting: Promise<Line>[] = [];
  const printNext = async () => {
    const line = await (waiting.shift() as Promise<Line>);
    if ('error' in line) failed++;
    else done++;
    await print(line);
  };
  for await (const named of readFiles(paths)) {
    if ('error' in named) unreadable++;
    const line = lineOf(named, describe);
    // An error is met where the line is printed; until then it is not an unhandled one.
    line.catch(() => {});
    waiting.push(line);
    if (waiting.length > AHEAD) await printNext();
  }
  while (waiting.length > 0) await printNext();
  return unreadable > 0 || (done === 0 && failed > 0) ? EXIT.failed : EXIT.done;
}

async function lineOf(
  named: NamedFile,
  describe: (file: string, content: Uint8Array) => Promise<Line>,
): Promise<Line> {
  if ('error' in named) {
    tell(`skein: ${named.file} cannot be read: ${named.error.message}`);
    return { file: named.file, error: { code: 'file-unreadable', message: named.error.message } };
  }
  return describe(named.file, named.content);
}

export const parse: Command = {
  usage: ['[FILE or DIR…]'],
  summary: 'Each message as Skein understands it; without a file, the one on standard input.',
  async run(args) {
    const { positionals } = readArguments(args, {}, ANY_NUMBER);
    return withPool((pool) =>
      eachFile(positionals, (file, content) =>
        describeMessage(file, content, (source) => pool.parse(source)),
      ),
    );
  },
};

export const visible: Command = {
  usage: ['[FILE or DIR…]'],
  summary: 'What is left of each message when quotes and signature are folded.',
  async run(args) {
    const { positionals } = readArguments(args, {}, ANY_NUMBER);
    return withPool((pool) =>
      eachFile(positionals, async (file, content) => {
        try {
          const { text } = await pool.parse(content);
          return { file, ...visibleText(text ?? '') };
        } catch (error) {
          if (!(error instanceof MimeError)) throw error;
          return { file, error: { code: error.code, message: error.message } };
        }
      }),
    );
  },
};

export const render: Command = {
  usage: ['[FILE]'],
  summary: 'The HTML document that the reading frame shows: the one output that is not JSON.',
  async run(args) {
    const { positionals } = readArguments(args, {}, { least: 0, most: 1 });
    return withPool(async (pool) => {
      for await (const named of readFiles(positionals)) {
        if ('error' in named) throw notRead(named.file, named.error.message);
        const parsed = await parseOne(pool, named.file, named.content);
        if (parsed.html === null) {
          throw new CommandError(
            'no-html',
            `${named.file} has no HTML.`,
            'Skein shows its text; `skein parse` prints it.',
          );
        }
        const { html } = await pool.render(parsed.html, { cid: inlineParts(parsed) });
        await write(html);
      }
      return EXIT.done;
    });
  },
};

async function parseOne(pool: MimePool, file: string, content: Uint8Array): Promise<ParsedMessage> {
  try {
    return await pool.parse(content);
  } catch (error) {
    if (error instanceof MimeError) throw notRead(file, error.message);
    throw error;
  }
}

/** The same addresses as in the window, with the Message-ID where a stored message has its id. */
function inlineParts({ messageId, attachments }: ParsedMessage): Map<string, string> {
  const message = encodeURIComponent(messageId ?? 'file');
  return new Map(
    attachments.flatMap(({ contentId }) =>
      contentId === null
        ? []
        : [[contentId, `skein-message://message/${message}/${encodeURIComponent(contentId)}`] as const],
    ),
  );
}

function notRead(file: string, detail: string): CommandError {
  return new CommandError('file-unreadable', `${file} cannot be read.`, 'Name a message file.', detail);
}
