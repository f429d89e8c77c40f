/** One window a profile, where it was. */
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { removeDirectory } from '../rig/server-process.ts';
import { appCommand, appEnvironment, launchApp } from './launch.ts';

test('remembers where its window was', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'skein-e2e-'));
  try {
    const wanted = { x: 120, y: 80, width: 1011, height: 633 };
    const first = await launchApp({ profile });
    await first.app.evaluate(
      ({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]!.setBounds(bounds),
      wanted,
    );
    await first.close();
    const second = await launchApp({ profile });
    const bounds = await second.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.getBounds(),
    );
    await second.close();
    expect(bounds).toEqual(wanted);
  } finally {
    await removeDirectory(profile);
  }
});

test('a second start with the same profile brings the first window to the front', async () => {
  const first = await launchApp();
  try {
    await expect.poll(() => isVisible(first.app)).toBe(true);
    await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.hide());
    expect(await isVisible(first.app)).toBe(false);
    const { executable, args } = appCommand();
    const switches = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const second = spawn(executable, [...args, ...switches, '--profile', first.profile], {
      env: appEnvironment(),
      stdio: 'ignore',
    });
    const code = await new Promise((resolve) => second.on('exit', resolve));
    expect(code).toBe(0);
    await expect.poll(() => isVisible(first.app)).toBe(true);
  } finally {
    await first.close();
  }
});

function isVisible(app: ElectronApplication): Promise<boolean | undefined> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
}
