import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LaunchedApp } from './launch.ts';

const SIZES = { wide: [1360, 860], small: [760, 520] } as const;

/**
 * Takes pictures of what the window shows, in both sizes and both themes, when SKEIN_PHOTOS names a folder for them;
 * else does nothing.
 */
export async function photograph({ app, window }: LaunchedApp, name: string): Promise<void> {
  const folder = process.env.SKEIN_PHOTOS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const resize = ([width, height]: readonly [number, number]) =>
    app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size[0], size[1]),
      [width, height] as const,
    );
  const before = await window.evaluate(() => [innerWidth, innerHeight] as [number, number]);
  for (const [size, wanted] of Object.entries(SIZES)) {
    await resize(wanted);
    await window.waitForFunction(([width]) => innerWidth === width, wanted as readonly [number, number]);
    for (const colorScheme of ['light', 'dark'] as const) {
      await window.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await window.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`) });
    }
  }
  await window.emulateMedia({ colorScheme: 'light' });
  await resize(before);
}
