import { spawn } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
// @ts-expect-error The setup scripts are plain JavaScript: they run before anything is installed.
import { ensureBuild } from '../../scripts/setup/build.mjs';

const BUILT = fileURLToPath(new URL('../../out/engine', import.meta.url));
/** As deep below the project as the original, whose packages and description it uses. */
const COPY = fileURLToPath(new URL(`../../.cache/cli-test-${process.pid}`, import.meta.url));

/** Builds the command line and keeps a copy: a build that runs meanwhile, of the app say, empties the original. */
export async function prepareCli(): Promise<void> {
  await ensureBuild();
  cpSync(BUILT, COPY, { recursive: true });
}

export function removeCli(): void {
  rmSync(COPY, { recursive: true, force: true });
}

export interface Finished {
  status: number | null;
  stdout: string;
  stderr: string;
  /** Standard output, each line parsed. */
  lines: Record<string, unknown>[];
}

export interface RunOptions {
  input?: string | Buffer;
  passphrase?: string | null;
}

export const PASSPHRASE = 'correct horse battery staple';

/** Starts the built command line as people do, where there is no session bus and hence no keychain. */
export function start(args: string[], { passphrase = PASSPHRASE }: RunOptions = {}) {
  const { DBUS_SESSION_BUS_ADDRESS: _, SKEIN_PASSPHRASE: __, ...env } = process.env;
  return spawn(process.execPath, [join(COPY, 'cli.js'), ...args], {
    env: { ...env, ...(passphrase === null ? {} : { SKEIN_PASSPHRASE: passphrase }) },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Runs a command to its end. */
export async function skein(args: string[], options: RunOptions = {}): Promise<Finished> {
  const child = start(args, options);
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8');
    child[stream].on('data', (text: string) => {
      output[stream] += text;
    });
  }
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const isJson = output.stdout.startsWith('{');
  const lines = isJson
    ? output.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];
  return { status, ...output, lines };
}
