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
  type ShellCommand,
  saveFileRequest,
  shellCommand,
  themeChoice,
  type WindowRequest,
  windowNotice,
  windowRequest,
} from '#shared/contract/bridge.ts';
import { MAX_DRAGGED } from '#shared/contract/file-parts.ts';
import { id } from '#shared/contract/model.ts';
import { safeFileName } from '#shared/files/file-names.ts';
import type { AttachmentFiles } from './attachments/attachment-files.ts';
import type { PathChooser } from './chosen-paths.ts';
import type { MessageFiles } from './message-files.ts';
import { APP_ORIGIN, isAppPage } from './origin.ts';
import type { Windows } from './windows.ts';

const attachmentIds = id.array().min(1).max(500);
const draggedMessages = id.array().min(1).max(MAX_DRAGGED);

export interface IpcOptions {
  windows: Windows;
  /** A page asks for a window of its own for something. */
  open(what: WindowRequest): void;
  /** A page asks the inbox to do something. */
  askInbox(command: ShellCommand): void;
  attachments: AttachmentFiles;
  paths: PathChooser;
  messages: MessageFiles;
}

/**
 * Answers what the preload script asks. Every request is refused that does not come from the main frame of our
 * own page in a window of ours: another page, a frame in it, or the failure page gets nothing.
 */
export function answerWindow(options: IpcOptions): void {
  const { windows, attachments, paths, messages } = options;
  const fromOurPage = (event: IpcMainEvent | IpcMainInvokeEvent): boolean => {
    const frame = event.senderFrame;
    return Boolean(
      frame &&
        frame.parent === null &&
        frame.origin === APP_ORIGIN &&
        isAppPage(frame.url) &&
        windows.isOurs(event.sender.id),
    );
  };
  const handle = (channel: string, answer: (event: IpcMainInvokeEvent, argument: unknown) => unknown) => {
    ipcMain.handle(channel, (event, argument: unknown) => {
      if (!fromOurPage(event)) throw new Error('Refused: this page is not Skein.');
      return answer(event, argument);
    });
  };

  ipcMain.on('skein:port', (event) => {
    if (fromOurPage(event)) windows.requestPort(event.sender.id);
    else console.error('A page that is not Skein asked for the engine and was refused.');
  });
  const listen = (channel: string, act: (contentsId: number, argument: unknown) => void) => {
    ipcMain.on(channel, (event, argument: unknown) => {
      if (fromOurPage(event)) act(event.sender.id, argument);
    });
  };
  listen('skein:open-window', (_id, argument) => {
    const what = windowRequest.safeParse(argument);
    if (what.success) options.open(what.data);
  });
  listen('skein:ask-inbox', (_id, argument) => {
    const command = shellCommand.safeParse(argument);
    if (command.success) options.askInbox(command.data);
  });
  listen('skein:come-to-front', (contentsId) => windows.focus(contentsId));
  listen('skein:arrived', (contentsId, found) => windows.arrived(contentsId, found === true));
  listen('skein:reopen-windows', () => void windows.reopen());
  listen('skein:settled', (contentsId, saved) => windows.settled(contentsId, saved === true));
  handle('skein:leave', (event, argument) =>
    windows.leave(event.sender.id, windowNotice.nullable().parse(argument)),
  );
  handle('skein:theme', (_event, argument) => {
    nativeTheme.themeSource = themeChoice.parse(argument);
  });
  ipcMain.on('skein:paste', (event, plain: unknown) => {
    if (!fromOurPage(event)) return;
    if (plain === true) event.sender.pasteAndMatchStyle();
    else event.sender.paste();
  });
  handle('skein:open-files', (event) => openFiles(windowOf(event)));
  handle('skein:save-file', (event, argument) => {
    const { filename, content } = saveFileRequest.parse(argument);
    return saveFile(windowOf(event), filename, content);
  });
  handle('skein:choose-paths', (event, argument) =>
    paths.choose(windowOf(event), chosenPaths.parse(argument)),
  );
  handle('skein:drag-messages', (event, argument) =>
    messages.drag(event.sender, draggedMessages.parse(argument)),
  );
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
