import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  ipcMain,
  nativeTheme,
} from 'electron';
import {
  chosenPaths,
  MAX_OPENED_FILE,
  type OpenedFile,
  printRequest,
  saveFileRequest,
  themeChoice,
} from '#shared/contract/bridge.ts';
import { id } from '#shared/contract/model.ts';
import { safeFileName } from '#shared/files/file-names.ts';
import type { AttachmentFiles } from './attachments/attachment-files.ts';
import type { PathChooser } from './chosen-paths.ts';
import type { MessageFiles } from './message-files.ts';
import { APP_ORIGIN, APP_URL } from './origin.ts';

const attachmentIds = id.array().min(1).max(500);

export interface IpcOptions {
  /** Whether this is the id of a page of a window we opened ourselves. */
  isOurs(contentsId: number): boolean;
  onPortRequested(): void;
  attachments: AttachmentFiles;
  paths: PathChooser;
  messages: MessageFiles;
}

/**
 * Answers what the preload script asks. Every request is refused that does not come from the main frame of our
 * own page in a window of ours: another page, a frame in it, or the failure page gets nothing.
 */
export function answerWindow({ isOurs, onPortRequested, attachments, paths, messages }: IpcOptions): void {
  const fromOurPage = (event: IpcMainEvent | IpcMainInvokeEvent): boolean => {
    const frame = event.senderFrame;
    return Boolean(
      frame &&
        frame.parent === null &&
        frame.origin === APP_ORIGIN &&
        frame.url.split(/[?#]/)[0] === APP_URL &&
        isOurs(event.sender.id),
    );
  };
  const handle = (channel: string, answer: (event: IpcMainInvokeEvent, argument: unknown) => unknown) => {
    ipcMain.handle(channel, (event, argument: unknown) => {
      if (!fromOurPage(event)) throw new Error('Refused: this page is not Skein.');
      return answer(event, argument);
    });
  };

  ipcMain.on('skein:port', (event) => {
    if (fromOurPage(event)) onPortRequested();
    else console.error('A page that is not Skein asked for the engine and was refused.');
  });
  handle('skein:theme', (_event, argument) => {
    nativeTheme.themeSource = themeChoice.parse(argument);
  });
  handle('skein:open-files', (event) => openFiles(windowOf(event)));
  handle('skein:save-file', (event, argument) => {
    const { filename, content } = saveFileRequest.parse(argument);
    return saveFile(windowOf(event), filename, content);
  });
  handle('skein:choose-paths', (event, argument) =>
    paths.choose(windowOf(event), chosenPaths.parse(argument)),
  );
  ipcMain.on('skein:drag-message', (event, argument: unknown) => {
    const messageId = id.safeParse(argument);
    if (fromOurPage(event) && messageId.success)
      void messages.drag(event.sender, messageId.data).catch(() => {});
  });
  handle('skein:save-message', (event, argument) => messages.save(windowOf(event), id.parse(argument)));
  handle('skein:print', (_event, argument) => messages.print(printRequest.parse(argument)));
  handle('skein:save-pdf', (event, argument) =>
    messages.savePdf(windowOf(event), printRequest.parse(argument)),
  );
  handle('skein:open-attachment', (_event, argument) => attachments.open(id.parse(argument)));
  handle('skein:save-attachment', (event, argument) => attachments.save(windowOf(event), id.parse(argument)));
  handle('skein:save-attachments', (event, argument) =>
    attachments.saveAll(windowOf(event), attachmentIds.parse(argument)),
  );
}

function windowOf(event: IpcMainInvokeEvent): BrowserWindow {
  const window = BrowserWindow.fromWebContents(event.sender);
  if (!window) throw new Error('The window is gone.');
  return window;
}

async function openFiles(window: BrowserWindow): Promise<{ files: OpenedFile[]; tooLarge: string[] }> {
  const chosen = await dialog.showOpenDialog(window, { properties: ['openFile', 'multiSelections'] });
  const files: OpenedFile[] = [];
  const tooLarge: string[] = [];
  for (const path of chosen.filePaths) {
    const filename = basename(path);
    if ((await stat(path)).size > MAX_OPENED_FILE) tooLarge.push(filename);
    else files.push({ filename, content: new Uint8Array(await readFile(path)) });
  }
  return { files, tooLarge };
}

async function saveFile(window: BrowserWindow, filename: string, content: Uint8Array): Promise<boolean> {
  const { filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('downloads'), safeFileName(filename)),
  });
  if (!filePath) return false;
  await writeFile(filePath, content, { mode: 0o600 });
  return true;
}
