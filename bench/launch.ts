/** An Electron app driven by a measurement. */
import { fileURLToPath } from 'node:url';
import { type ElectronApplication, _electron as electron } from '@playwright/test';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Starts Electron with these arguments and the app's native addon. Throws outside `npm run bench`. */
export function launchElectron(args: string[]): Promise<ElectronApplication> {
  const { ELECTRON_RUN_AS_NODE: _, SKEIN_ELECTRON: executablePath, ...env } = process.env;
  if (!executablePath) throw new Error('SKEIN_ELECTRON is not set: start this with npm run bench.');
  const addon = { SKEIN_SQLITE_ADDON: process.env.SKEIN_ELECTRON_SQLITE_ADDON };
  return electron.launch({
    executablePath,
    args,
    env: Object.fromEntries(
      Object.entries({ ...env, ...addon }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    ),
    cwd: projectRoot,
  });
}
