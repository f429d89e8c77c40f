import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, nativeTheme, type Session } from 'electron';
import { APP_URL, NEW_APP_URL } from './origin.ts';
import { readWindowState, rememberWindowState } from './window-state.ts';

const PRELOAD = fileURLToPath(new URL('../preload/index.cjs', import.meta.url));

/** Opens the window where it was last, hidden until its first picture is there. */
export function openWindow(profile: string, session: Session): BrowserWindow {
  const remembered = readWindowState(profile);
  // The setting itself is in the store, which opens later than the window.
  nativeTheme.themeSource = remembered?.theme ?? 'system';
  const window = new BrowserWindow({
    width: 1360,
    height: 860,
    ...remembered?.bounds,
    minWidth: 720,
    minHeight: 480,
    title: 'Skein',
    show: false,
    autoHideMenuBar: true,
    backgroundColor: backgroundColor(),
    webPreferences: {
      session,
      preload: PRELOAD,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      // The preload script also runs in reading frames (as sandboxed as everywhere) to measure their height:
      // they have an origin of their own and no script, so nothing else can.
      nodeIntegrationInSubFrames: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      devTools: !app.isPackaged,
      // Elsewhere Chromium would fetch dictionaries from the network.
      spellcheck: process.platform === 'darwin',
    },
  });
  if (remembered?.maximized) window.maximize();
  rememberWindowState(profile, window);
  window.once('ready-to-show', () => window.show());
  const followTheme = () => window.setBackgroundColor(backgroundColor());
  nativeTheme.on('updated', followTheme);
  window.on('closed', () => nativeTheme.off('updated', followTheme));
  void window.loadURL(remembered ? APP_URL : NEW_APP_URL).catch(() => {
    // `did-fail-load` reports it, and the failure page shows it.
  });
  return window;
}

/** Shown for the moment before the page has drawn: the page's own background. */
function backgroundColor(): string {
  return nativeTheme.shouldUseDarkColors ? '#151618' : '#f6f6f4';
}

/** Brings a window to the front, from wherever it is. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
