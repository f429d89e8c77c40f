/** Finds the files of mail below what the user chose, and which mailbox each one is. */
import type { Dirent } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

export interface MailFile {
  path: string;
  kind: 'mbox' | 'eml' | 'emlx' | 'maildir';
  /** A Maildir's file that nobody has looked at yet. */
  isNew: boolean;
  /** Path of the mailbox, its parts separated by a slash. */
  mailbox: string;
  size: number;
  /** Milliseconds since the epoch. */
  modified: number;
}

export type Found = MailFile | { path: string; unreadable: string };

const MAX_DEPTH = 30;
/** Indexes, filters and rules of mail programs, which lie among their mail. */
const NO_MAIL = /\.(msf|dat|db|sqlite|json|html?|plist|toc|ind|cache|log|zip|gz|pdf|jpe?g|png)$/i;
const MAILDIR_MAX_PARTS = 10;
/** A header field that begins mail files; others begin any kind of text. */
const FIELD =
  /^(?:Return-Path|Received|Delivered-To|X-[\w-]+|From|To|Cc|Bcc|Date|Subject|Message-ID|MIME-Version|Content-[\w-]+|DKIM-Signature|Authentication-Results|Reply-To|Sender|List-[\w-]+|ARC-[\w-]+|Status)[ \t]*:/i;

/** Yields every file of mail below these paths, always in the same order. What cannot be read comes with the reason. */
export async function* findMail(paths: readonly string[]): AsyncGenerator<Found, void> {
  for (const path of paths) {
    try {
      const { isDirectory } = await fileFacts(path);
      if (isDirectory) yield* inDirectory(path, [], 0);
      else yield* inFile(path, [], { chosen: true });
    } catch (error) {
      yield unreadable(path, error);
    }
  }
}

async function* inDirectory(path: string, parts: string[], depth: number): AsyncGenerator<Found, void> {
  let entries: Dirent[];
  try {
    entries = (await readdir(path, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    yield unreadable(path, error);
    return;
  }
  const directories = new Set(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name));
  const isMaildir = directories.has('cur');
  const own = parts.length > 0 ? parts : [mailboxName(path)];
  if (isMaildir) for (const part of ['cur', 'new']) yield* inMaildir(join(path, part), own, part === 'new');
  if (depth >= MAX_DEPTH) return;
  for (const { name } of entries.filter((entry) => !entry.isSymbolicLink())) {
    const below = join(path, name);
    if (directories.has(name)) {
      if (isMaildir && ['cur', 'new', 'tmp'].includes(name)) continue;
      if (name.startsWith('.')) {
        // Maildir++: a hidden folder beside cur, its name the path of the mailbox.
        const folder = name.split('.').filter(Boolean).slice(0, MAILDIR_MAX_PARTS);
        if (folder.length > 0 && (await hasMaildir(below)))
          yield* inDirectory(below, [...parts, ...folder], depth + 1);
      } else yield* inDirectory(below, [...parts, ...partOf(name, path)], depth + 1);
    } else if (!isMaildir && !name.startsWith('.')) yield* inFile(below, parts, { chosen: false });
  }
}

async function* inMaildir(path: string, parts: string[], isNew: boolean): AsyncGenerator<Found, void> {
  let names: string[];
  try {
    names = (await readdir(path)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') yield unreadable(path, error);
    return;
  }
  for (const name of names) {
    if (name.startsWith('.')) continue;
    const file = join(path, name);
    try {
      const { isFile, size, modified } = await fileFacts(file);
      if (isFile) yield { path: file, kind: 'maildir', isNew, mailbox: parts.join('/'), size, modified };
    } catch (error) {
      yield unreadable(file, error);
    }
  }
}

async function* inFile(
  path: string,
  parts: string[],
  { chosen }: { chosen: boolean },
): AsyncGenerator<Found, void> {
  try {
    const name = basename(path);
    const { isFile, size, modified } = await fileFacts(path);
    if (!isFile || size === 0 || (!chosen && NO_MAIL.test(name))) return;
    const kind = await kindOf(path, chosen);
    if (kind === null) {
      if (chosen) yield { path, unreadable: 'not-mail' };
      return;
    }
    // Apple Mail calls the file of the folder "Name.mbox" mbox.
    const inside = kind === 'mbox' && name !== 'mbox' ? [...parts, stem(name)] : parts;
    const mailbox =
      inside.length > 0 ? inside.join('/') : chosen ? 'Imported' : mailboxName(join(path, '..'));
    yield { path, kind, isNew: false, mailbox, size, modified };
  } catch (error) {
    yield unreadable(path, error);
  }
}

/** What kind of mail file it is by its first bytes; `null` when it is none. */
async function kindOf(path: string, chosen: boolean): Promise<MailFile['kind'] | null> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1024), 0, 1024, 0);
    const text = buffer.toString('latin1', 0, bytesRead).replace(/^(?:\xef\xbb\xbf)?[\r\n]*/, '');
    if (/^From /.test(text)) return 'mbox';
    if (/\.emlx$/i.test(path)) return /^\d{1,12}\s*\n/.test(text) ? 'emlx' : null;
    const named = /\.eml$/i.test(path);
    return FIELD.test(text) || ((named || chosen) && /^[!-9;-~]+[ \t]*:/.test(text)) ? 'eml' : null;
  } finally {
    await file.close();
  }
}

async function hasMaildir(path: string): Promise<boolean> {
  return stat(join(path, 'cur')).then(
    (facts) => facts.isDirectory(),
    () => false,
  );
}

/** A chosen folder's own name; a Maildir that is only called so is somebody's inbox. */
function mailboxName(path: string): string {
  const name = stem(basename(path));
  return /^\.?maildir$/i.test(name) ? 'Inbox' : name;
}

/** The part of a mailbox's path that a folder is: none for those that Apple Mail puts below "Name.mbox". */
function partOf(name: string, parent: string): string[] {
  if (/\.mbox(?:[\\/]|$)/i.test(parent) && /^(?:Messages|Data|\d|[0-9A-F-]{36})$/i.test(name)) return [];
  return [stem(name)];
}

function stem(name: string): string {
  const short = name
    .replace(/\.(mbox|mbx|sbd|mbs)$/i, '')
    .replaceAll('/', ' ')
    .trim()
    .slice(0, 200);
  return short === '' ? 'Imported' : short;
}

async function fileFacts(path: string) {
  const facts = await stat(path);
  return {
    isDirectory: facts.isDirectory(),
    isFile: facts.isFile(),
    size: facts.size,
    modified: Math.floor(facts.mtimeMs),
  };
}

function unreadable(path: string, error: unknown): Found {
  return { path, unreadable: (error as NodeJS.ErrnoException).code ?? 'unreadable' };
}
