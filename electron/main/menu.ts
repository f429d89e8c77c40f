import { type App, Menu, type MenuItemConstructorOptions } from 'electron';
import type { ShellCommand } from '#shared/contract/bridge.ts';

/** Sets the application menu. `send` passes a command to the window in front; `newWindow` opens one of the inbox. */
export function setMenu(app: App, send: (command: ShellCommand) => void, newWindow: () => void): void {
  const mac = process.platform === 'darwin';
  const settings: MenuItemConstructorOptions = {
    label: 'Settings…',
    accelerator: 'CmdOrCtrl+,',
    click: () => send({ command: 'settings' }),
  };
  const template: MenuItemConstructorOptions[] = [
    ...(mac
      ? [
          {
            label: app.name,
            submenu: [
              { role: 'about' as const },
              settings,
              { type: 'separator' as const },
              { role: 'hide' as const },
              { role: 'quit' as const },
            ],
          },
        ]
      : []),
    {
      label: '&File',
      submenu: [
        { label: 'New message', accelerator: 'CmdOrCtrl+N', click: () => send({ command: 'compose' }) },
        { label: 'New window', accelerator: 'CmdOrCtrl+Shift+N', click: newWindow },
        {
          label: 'Open in its own window',
          accelerator: 'CmdOrCtrl+Shift+O',
          click: () => send({ command: 'open-own-window' }),
        },
        { type: 'separator' },
        { label: 'Search', accelerator: 'CmdOrCtrl+F', click: () => send({ command: 'search' }) },
        { label: 'Print…', accelerator: 'CmdOrCtrl+P', click: () => send({ command: 'print' }) },
        ...(mac ? [] : [settings]),
        { type: 'separator' },
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'resetZoom' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' as const }]),
      ],
    },
    { role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
