import { contextBridge, ipcRenderer } from 'electron';
import type { ShellCommand, SkeinBridge } from '#shared/contract/bridge.ts';
import { PORT_MESSAGE } from '#shared/contract/window-messages.ts';
import { forwardKeys } from './forward-keys.ts';
import { tellLinks } from './frame-links.ts';
import { measureFrame } from './measure-frame.ts';

/** What came while the page did not listen, for instance the link that Skein was started with. */
const waiting: ShellCommand[] = [];
let listening: ((command: ShellCommand) => void) | null = null;
ipcRenderer.on('skein:command', (_event, command: ShellCommand) => {
  if (listening) listening(command);
  else waiting.push(command);
});

/** Nothing is being written until the page says so. */
let save = async () => true;
ipcRenderer.on('skein:settle', () => {
  const answer = (saved: boolean) => ipcRenderer.send('skein:settled', saved);
  save().then(answer, () => answer(false));
});

const bridge: SkeinBridge = {
  platform: process.platform,
  requestPort: () => ipcRenderer.send('skein:port'),
  onCommand(listener) {
    listening = listener;
    for (const command of waiting.splice(0)) listener(command);
    return () => {
      if (listening === listener) listening = null;
    };
  },
  setTheme: (theme) => void ipcRenderer.invoke('skein:theme', theme),
  openWindow: (what) => ipcRenderer.send('skein:open-window', what),
  askInbox: (command) => ipcRenderer.send('skein:ask-inbox', command),
  leave: (notice) => ipcRenderer.invoke('skein:leave', notice),
  comeToFront: () => ipcRenderer.send('skein:come-to-front'),
  arrived: (found) => ipcRenderer.send('skein:arrived', found),
  reopenWindows: () => ipcRenderer.send('skein:reopen-windows'),
  onSettle: (listener) => {
    save = listener;
  },
  paste: (plain) => ipcRenderer.send('skein:paste', plain),
  openFiles: () => ipcRenderer.invoke('skein:open-files'),
  saveFile: (filename, content) => ipcRenderer.invoke('skein:save-file', { filename, content }),
  choosePaths: (what) => ipcRenderer.invoke('skein:choose-paths', what),
  saveMessage: (messageId) => ipcRenderer.invoke('skein:save-message', messageId),
  dragMessages: (messageIds) => ipcRenderer.invoke('skein:drag-messages', messageIds),
  print: (what) => ipcRenderer.invoke('skein:print', what),
  savePdf: (what) => ipcRenderer.invoke('skein:save-pdf', what),
  openAttachment: (attachmentId) => ipcRenderer.invoke('skein:open-attachment', attachmentId),
  saveAttachment: (attachmentId) => ipcRenderer.invoke('skein:save-attachment', attachmentId),
  saveAttachments: (attachmentIds) => ipcRenderer.invoke('skein:save-attachments', attachmentIds),
};

if (process.isMainFrame) {
  ipcRenderer.on(PORT_MESSAGE, (event) =>
    window.postMessage({ type: PORT_MESSAGE }, location.origin, event.ports),
  );
  contextBridge.exposeInMainWorld('skein', bridge);
} else if (location.protocol === 'skein-message:') {
  if (location.hostname === 'attachment') forwardKeys();
  else {
    measureFrame();
    tellLinks();
  }
}
