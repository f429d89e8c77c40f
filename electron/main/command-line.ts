import type { App } from 'electron';
import { addonPath } from './addon.ts';

const COMMAND_LINE = new URL('../engine/cli.js', import.meta.url);

/**
 * The command line's arguments when a package was started as `skein COMMAND …`, without a switch of Chromium before
 * it; `null` when the window is wanted. Any bare word counts, so that a mistyped command does not open a window.
 */
export function commandArguments(argv: readonly string[]): string[] | null {
  const args = argv.slice(argv.findIndex((arg) => arg !== '--no-sandbox'));
  return /^([a-z][a-z-]*|--help|-h)$/.test(args[0] ?? '') ? args : null;
}

/**
 * Runs a command in this process, which ends with its status: without a window or the single-instance lock; the
 * profile's own lock keeps it from a store that a window has open. To be awaited while main is loaded: until then
 * Electron does not look for a display, so none is needed.
 */
export async function runCommand(app: App, args: readonly string[]): Promise<void> {
  const addon = addonPath(app);
  if (addon) process.env.SKEIN_SQLITE_ADDON = addon;
  process.argv = [process.execPath, 'skein', ...args];
  await import(/* @vite-ignore */ COMMAND_LINE.href);
}
