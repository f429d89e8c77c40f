import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, nativeTheme, type Rectangle, type Session, screen } from 'electron';
import { placeWindow } from './placement.ts';
import type { Placement, WindowKind } from './window-state.ts';

const PRELOAD = fileURLToPath(new URL('../preload/index.cjs', import.meta.url));

interface Size {
  width: number;
  height: number;
}

/** Before a window of the kind was ever moved, and the least of it that can still be used; in pixels. */
const SIZES: Record<WindowKind, { usual: Size; least: Size }> = {
  main: { usual: { width: 1360, height: 860 }, least: { width: 720, height: 480 } },
  thread: { usual: { width: 820, height: 780 }, least: { width: 480, height: 400 } },
  draft: { usual: { width: 760, height: 680 }, least: { width: 480, height: 400 } },
};

/** A page of one thread or draft shows itself when that is there, or after this long. */
const SHOW_AFTER_MS = 1500;
/** The same of one that nobody asked for. */
const SHOW_AGAIN_AFTER_MS = 10_000;

export interface WindowOptions {
  kind: WindowKind;
  /** Nobody asked for it: it was open when Skein ended, and comes behind the window in front. */
  again: boolean;
  session: Session;
  /** Where windows of the kind were last. */
  last: Placement | null;
  /** The other windows of the kind, which it does not cover. */
  others: readonly Rectangle[];
}

/** Makes a window, hidden until its first picture is there. */
export function makeWindow({ kind, again, session, last, others }: WindowOptions): BrowserWindow {
  const { usual, least } = SIZES[kind];
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const window = new BrowserWindow({
    ...(last ? placeWindow(last.bounds, areas, others) : fitting(usual, areas)),
    minWidth: least.width,
    minHeight: least.height,
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
      // Chromium would fetch dictionaries from the network; the page has its own (docs/decisions/0020).
      spellcheck: false,
    },
  });
  if (last?.maximized && others.length === 0) window.maximize();
  // One that does not show yet is not to be slowed down like one that was hidden.
  window.webContents.setBackgroundThrottling(false);
  window.once('show', () => window.webContents.setBackgroundThrottling(true));
  const show = () => {
    if (window.isDestroyed() || window.isVisible()) return;
    if (again) window.showInactive();
    else window.show();
  };
  const showAfter = again ? SHOW_AGAIN_AFTER_MS : SHOW_AFTER_MS;
  window.once('ready-to-show', () => (kind === 'main' ? show() : setTimeout(show, showAfter)));
  const followTheme = () => window.setBackgroundColor(backgroundColor());
  nativeTheme.on('updated', followTheme);
  window.on('closed', () => nativeTheme.off('updated', followTheme));
  return window;
}

/** No larger than the first screen; the system chooses the place. */
function fitting(usual: Size, areas: readonly Rectangle[]): Size {
  const area = areas[0] ?? usual;
  return { width: Math.min(usual.width, area.width), height: Math.min(usual.height, area.height) };
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
