import { contextBridge, ipcRenderer } from 'electron';
import type { ShellCommand, SkeinBridge } from '#shared/contract/bridge.ts';
import { PORT_MESSAGE } from '#shared/contract/window-messages.ts';
import { forwardKeys } from './forward-keys.ts';
import { tellLinks } from './frame-links.ts';
import { measureFrame } from './measure-frame.ts';

/** What came before the page listened, for instance the link that Skein was started with. */
let early: ShellCommand[] | null = [];
ipcRenderer.on('skein:command', (_event, command: ShellCommand) => early?.push(command));

const bridge: SkeinBridge = {
  platform: process.platform,
  requestPort: () => ipcRenderer.send('skein:port'),
  onCommand(listener) {
    const forward = (_event: unknown, command: ShellCommand) => listener(command);
    ipcRenderer.on('skein:command', forward);
    for (const command of early ?? []) listener(command);
    early = null;
    return () => ipcRenderer.off('skein:command', forward);
  },
  setTheme: (theme) => void ipcRenderer.invoke('skein:theme', theme),
  openFiles: () => ipcRenderer.invoke('skein:open-files'),
  saveFile: (filename, content) => ipcRenderer.invoke('skein:save-file', { filename, content }),
  choosePaths: (what) => ipcRenderer.invoke('skein:choose-paths', what),
  saveMessage: (messageId) => ipcRenderer.invoke('skein:save-message', messageId),
  dragMessage: (messageId) => ipcRenderer.send('skein:drag-message', messageId),
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
