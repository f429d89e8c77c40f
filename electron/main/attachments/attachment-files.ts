import { access, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { app, type BrowserWindow, dialog, shell } from 'electron';
import type { FileOutcome } from '#shared/contract/bridge.ts';
import { openingOfBytes } from '#shared/files/file-kinds.ts';
import { safeFileName } from '#shared/files/file-names.ts';
import type { Content } from '../content-requests.ts';
import { failedOutcome, writeFailed } from './file-outcomes.ts';
import type { OpenedCopies } from './opened-copies.ts';
import { markFromOutside } from './origin-mark.ts';

interface File {
  name: string;
  bytes: Uint8Array;
}

const CANCELLED: FileOutcome = { state: 'cancelled' };
const NOT_HERE: FileOutcome = failedOutcome(
  'not-here',
  'This attachment is not on this computer.',
  'It was deleted, or it has not been fetched yet. Check for new messages and try again.',
);

/** Opens attachments with the system's programs and saves them where the user says. */
export class AttachmentFiles {
  readonly #content: (id: string) => Promise<Content>;
  readonly #copies: OpenedCopies;

  constructor(content: (id: string) => Promise<Content>, copies: OpenedCopies) {
    this.#content = content;
    this.#copies = copies;
  }

  /** Hands a copy to the system's program, unless opening the file could run what a sender put into it. */
  async open(id: string): Promise<FileOutcome> {
    const file = await this.#file(id);
    if (!file) return NOT_HERE;
    const opening = openingOfBytes(file.name, file.bytes);
    if (opening !== 'open') return { state: opening };
    let problem: string;
    try {
      problem = await shell.openPath(await this.#copies.write(file.name, file.bytes));
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
      await writeFile(filePath, file.bytes, { mode: 0o600 });
      await markFromOutside(filePath);
      return { state: 'done' };
    } catch (error) {
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
      for (const { name, bytes } of files) {
        const path = await freePath(folder, name);
        await writeFile(path, bytes, { mode: 0o600, flag: 'wx' });
        await markFromOutside(path);
      }
      return { state: 'done' };
    } catch (error) {
      return writeFailed(error);
    }
  }

  async #file(id: string): Promise<File | null> {
    const { status, filename, body } = await this.#content(id);
    return status === 200 ? { name: safeFileName(filename ?? ''), bytes: body } : null;
  }
}

const isDangerous = ({ name, bytes }: File) => openingOfBytes(name, bytes) === 'dangerous';

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
