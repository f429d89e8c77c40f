import { access, rm, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { app, type BrowserWindow, dialog, shell } from 'electron';
import type { FileOutcome } from '#shared/contract/bridge.ts';
import { openingOfBytes } from '#shared/files/file-kinds.ts';
import { safeFileName } from '#shared/files/file-names.ts';
import type { ContentPiece } from '../content-requests.ts';
import { failedOutcome, writeFailed } from './file-outcomes.ts';
import type { OpenedCopies } from './opened-copies.ts';
import { markFromOutside } from './origin-mark.ts';

interface File {
  name: string;
  /** Enough to see what kind of file it is. */
  beginning: Uint8Array;
  /** All of it, what follows the first piece asked for as it is written. */
  pieces: () => AsyncIterable<Uint8Array>;
}

/** Resolves to some bytes of an attachment from a byte on. */
export type AskPiece = (id: string, from: number) => Promise<ContentPiece>;

/** Bytes that tell a program from a document. */
const BEGINNING = 4096;

const CANCELLED: FileOutcome = { state: 'cancelled' };
const NOT_HERE: FileOutcome = failedOutcome(
  'not-here',
  'This attachment is not on this computer.',
  'It was deleted, or it has not been fetched yet. Check for new messages and try again.',
);

/** Opens attachments with the system's programs and saves them where the user says. */
export class AttachmentFiles {
  readonly #piece: AskPiece;
  readonly #copies: OpenedCopies;

  constructor(piece: AskPiece, copies: OpenedCopies) {
    this.#piece = piece;
    this.#copies = copies;
  }

  /** Hands a copy to the system's program, unless opening the file could run what a sender put into it. */
  async open(id: string): Promise<FileOutcome> {
    const file = await this.#file(id);
    if (!file) return NOT_HERE;
    const opening = openingOfBytes(file.name, file.beginning);
    if (opening !== 'open') return { state: opening };
    let problem: string;
    try {
      problem = await shell.openPath(await this.#copies.write(file.name, file.pieces()));
    } catch (error) {
      return writeFailed(error);
    }
    if (problem === '') return { state: 'done' };
    return failedOutcome(
      'no-program',
      `No program opened ${file.name}.`,
      'Save it, and open it from there.',
      problem,
    );
  }

  async save(window: BrowserWindow, id: string): Promise<FileOutcome> {
    const file = await this.#file(id);
    if (!file) return NOT_HERE;
    if (isDangerous(file) && (await warn(window, [file.name])) !== 'save') return CANCELLED;
    const { filePath } = await dialog.showSaveDialog(window, {
      defaultPath: join(app.getPath('downloads'), file.name),
    });
    if (!filePath) return CANCELLED;
    try {
      await writeFile(filePath, file.pieces(), { mode: 0o600 });
      await markFromOutside(filePath);
      return { state: 'done' };
    } catch (error) {
      await rm(filePath, { force: true }).catch(() => {});
      return writeFailed(error);
    }
  }

  /** Saves several into one folder, never over a file that is there. */
  async saveAll(window: BrowserWindow, ids: readonly string[]): Promise<FileOutcome> {
    const found = await Promise.all(ids.map((id) => this.#file(id)));
    let files = found.filter((file) => file !== null);
    if (files.length < found.length) return NOT_HERE;
    const dangerous = files.filter(isDangerous);
    if (dangerous.length > 0) {
      const answer = await warn(
        window,
        dangerous.map(({ name }) => name),
        files.length > dangerous.length,
      );
      if (answer === 'cancel') return CANCELLED;
      if (answer === 'leave-out') files = files.filter((file) => !isDangerous(file));
    }
    const { filePaths } = await dialog.showOpenDialog(window, {
      defaultPath: app.getPath('downloads'),
      properties: ['openDirectory', 'createDirectory'],
      buttonLabel: 'Save here',
    });
    const folder = filePaths[0];
    if (!folder) return CANCELLED;
    try {
      for (const { name, pieces } of files) {
        const path = await freePath(folder, name);
        await writeWhole(path, pieces());
      }
      return { state: 'done' };
    } catch (error) {
      return writeFailed(error);
    }
  }

  async #file(id: string): Promise<File | null> {
    const first = await this.#piece(id, 0);
    if (first.status !== 200) return null;
    return {
      name: safeFileName(first.filename ?? ''),
      beginning: first.body.subarray(0, BEGINNING),
      pieces: () => piecesFrom(first, (from) => this.#piece(id, from)),
    };
  }
}

/** Writes a new file; nothing is left of one that cannot be written to its end. */
async function writeWhole(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    await writeFile(path, pieces, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rm(path, { force: true });
    throw error;
  }
  await markFromOutside(path);
}

async function* piecesFrom(
  first: ContentPiece,
  ask: (from: number) => Promise<ContentPiece>,
): AsyncGenerator<Uint8Array> {
  for (let piece = first; ; ) {
    if (piece.status !== 200) throw new Error('The attachment is gone.');
    yield piece.body;
    if (piece.next === null) return;
    piece = await ask(piece.next);
  }
}

const isDangerous = ({ name, beginning }: File) => openingOfBytes(name, beginning) === 'dangerous';

/** Asks before something that can run is written to the disk. */
async function warn(
  window: BrowserWindow,
  names: string[],
  others = false,
): Promise<'cancel' | 'save' | 'leave-out'> {
  const buttons = ['Cancel', ...(others ? ['Leave out'] : []), 'Save anyway'];
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    buttons,
    defaultId: 0,
    cancelId: 0,
    noLink: true,
    title: 'Save a file that can harm this computer?',
    message: `${names.join(', ')}\n\n${names.length === 1 ? 'This file is' : 'These files are'} a program, or can run one when opened.`,
    detail: 'Save it only if you asked for it and know who sent it. Skein never opens such files itself.',
  });
  if (response === 0) return 'cancel';
  return response === buttons.length - 1 ? 'save' : 'leave-out';
}

/** The name, or the name with the first number that is free. */
async function freePath(folder: string, name: string): Promise<string> {
  const { name: stem, ext } = parse(name);
  for (let number = 1; ; number++) {
    const path = join(folder, number === 1 ? name : `${stem} (${number})${ext}`);
    const taken = await access(path).then(
      () => true,
      () => false,
    );
    if (!taken) return path;
  }
}
