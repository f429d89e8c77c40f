/** What people type or pipe in, and the files they name. */
import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** All of standard input. */
export async function readInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The first line of standard input; asked for, and not shown while it is typed, where a person sits. */
export async function readSecret(question: string): Promise<string> {
  if (!process.stdin.isTTY) return (await readInput()).toString('utf8').split(/\r?\n/, 1)[0] ?? '';
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}

/** Asks the person at the terminal; `null` when nobody sits there. */
export async function ask(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

export type NamedFile = { file: string; content: Uint8Array } | { file: string; error: Error };

/**
 * Yields the files named, and those in the directories named, at any depth, sorted by name; hidden ones are passed
 * over. Without a name, standard input as `-`. What cannot be read comes with its error.
 */
export async function* readFiles(paths: readonly string[]): AsyncGenerator<NamedFile, void> {
  if (paths.length === 0) yield { file: '-', content: await readInput() };
  for (const path of paths) {
    for await (const file of expand(path)) {
      if (typeof file !== 'string') yield file;
      else if (file === '-') yield { file, content: await readInput() };
      else yield await read(file);
    }
  }
}

async function read(file: string): Promise<NamedFile> {
  try {
    return { file, content: await readFile(file) };
  } catch (error) {
    return { file, error: error as Error };
  }
}

async function* expand(path: string): AsyncGenerator<string | { file: string; error: Error }, void> {
  let entries: Dirent[];
  try {
    if (path === '-' || !(await stat(path)).isDirectory()) {
      yield path;
      return;
    }
    entries = await readdir(path, { withFileTypes: true });
  } catch (error) {
    yield { file: path, error: error as Error };
    return;
  }
  const visible = entries.filter(({ name }) => !name.startsWith('.'));
  for (const entry of visible.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory()) yield* expand(join(path, entry.name));
    else if (entry.isFile()) yield join(path, entry.name);
  }
}
