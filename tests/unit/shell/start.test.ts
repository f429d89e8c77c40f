import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const START = fileURLToPath(new URL('../../../scripts/start.mjs', import.meta.url));

test.runIf(process.platform === 'linux')(
  'npm start says how to get a display where there is none',
  async () => {
    const { DISPLAY: _, WAYLAND_DISPLAY: __, ...env } = process.env;
    const ended = await new Promise<{ status: unknown; stderr: string }>((resolve) => {
      execFile(process.execPath, [START], { env }, (error, _stdout, stderr) =>
        resolve({ status: error?.code ?? 0, stderr }),
      );
    });
    expect(ended.status).toBe(1);
    expect(ended.stderr).toMatch(/no display here/);
    for (const way of ['ssh -X', 'xvfb-run -a npm start', 'npm run -s skein -- doctor'])
      expect(ended.stderr).toContain(way);
  },
);
