/** The app as a measurement starts it, and what is done in its window. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ElectronApplication, Page } from '@playwright/test';
import { launchElectron } from './launch.ts';
import { PASSPHRASE } from './profile.ts';
import { type Acts, type Frames, measureActs, scrollList } from './ui-acts.ts';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
/** See there: without it a start hangs now and then. */
const hold = join(projectRoot, 'tests/e2e/hold-until-driven.cjs');
export const FRAMES = 300;
/** Pixels a frame: a hard flick of a wheel, three rows. */
export const STEP = 240;
/** A thumb dragged along the bar: far beyond what is loaded. */
export const LEAP = 12_000;

/** Starts the app, or another one of the same Electron, and closes it in the end. */
export async function withApp<T>(
  args: string[],
  use: (page: Page, app: ElectronApplication) => Promise<T>,
): Promise<T> {
  const app = await launchElectron(['--require', hold, ...args, '--log-level=3']);
  try {
    return await use(await app.firstWindow(), app);
  } finally {
    await app.close();
  }
}

/** Opens a passphrase profile; resolves to the time of the unlocking, as performance.now() of this process. */
export async function unlock(page: Page): Promise<number> {
  await page.locator('input[type=password]').fill(PASSPHRASE);
  await page.locator('button[type=submit]').click();
  return performance.now();
}

export interface Quickness {
  acts: Acts;
  scroll: Frames;
  leap: Frames;
  /** Whether mail was still coming in at the end, fetched or imported. */
  fetching: boolean;
}

/** Works in the window of a profile, at rest or while something comes in. */
export const measureWindow = (profile: string, times: number) =>
  withApp([projectRoot, '--profile', profile], async (page): Promise<Quickness> => {
    await unlock(page);
    await page.locator('[role=listbox] [role=option]').first().waitFor();
    // The screens behind a click are fetched while the window is idle, as they are for anyone who looks first.
    await page.waitForTimeout(3000);
    const scroll = await page.evaluate(scrollList, { frames: FRAMES, step: STEP });
    const leap = await page.evaluate(scrollList, { frames: FRAMES / 3, step: LEAP });
    const acts = await page.evaluate(measureActs, { times });
    const fetching = (await page.locator('nav [data-state=syncing], footer [role=progressbar]').count()) > 0;
    return { acts, scroll, leap, fetching };
  });
