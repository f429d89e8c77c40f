import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserWindow, nativeTheme, type Rectangle, screen } from 'electron';
import { z } from 'zod';
import { themeChoice } from '#shared/contract/bridge.ts';

const state = z.object({
  bounds: z.object({
    x: z.number().int(),
    y: z.number().int(),
    width: z.number().int().min(1).max(32_767),
    height: z.number().int().min(1).max(32_767),
  }),
  maximized: z.boolean(),
  theme: themeChoice.default('system'),
});

export type WindowState = z.infer<typeof state>;

const fileOf = (profile: string) => join(profile, 'window.json');

/** Where the window was when it was last closed, and its theme; `null` when unknown or on a screen that is gone. */
export function readWindowState(profile: string): WindowState | null {
  try {
    const saved = state.parse(JSON.parse(readFileSync(fileOf(profile), 'utf8')));
    return isVisible(saved.bounds) ? saved : null;
  } catch {
    return null;
  }
}

/** Remembers the window's place and theme from now on; the file is replaced whole, so a crash leaves the old one. */
export function rememberWindowState(profile: string, window: BrowserWindow): void {
  let timer: NodeJS.Timeout | undefined;
  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    if (window.isDestroyed() || window.isMinimized()) return;
    const current: WindowState = {
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
      theme: nativeTheme.themeSource,
    };
    try {
      writeFileSync(`${fileOf(profile)}.new`, JSON.stringify(current));
      renameSync(`${fileOf(profile)}.new`, fileOf(profile));
    } catch {
      // A window that opens elsewhere next time is no reason to disturb anyone.
    }
  };
  const saveSoon = () => {
    timer ??= setTimeout(save, 400);
  };
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('maximize', saveSoon);
  window.on('unmaximize', saveSoon);
  window.on('close', save);
  nativeTheme.on('updated', saveSoon);
  window.on('closed', () => nativeTheme.off('updated', saveSoon));
}

/** Enough of the title bar lies on a screen to take hold of it. */
function isVisible(bounds: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const width =
      Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x);
    const top = bounds.y >= workArea.y - 10 && bounds.y < workArea.y + workArea.height - 40;
    return width >= 120 && top;
  });
}
