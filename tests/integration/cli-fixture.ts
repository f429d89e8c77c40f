import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type BuiltEngine, copyBuiltEngine } from './built-engine.ts';

let built: BuiltEngine | null = null;

export async function prepareCli(): Promise<void> {
  built = await copyBuiltEngine();
}

export function removeCli(): void {
  built?.remove();
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
  /** With the session's keychain, where there is one: a passphrase costs every command half a second. */
  keychain?: boolean;
}

export const PASSPHRASE = 'correct horse battery staple';

/** Starts the built command line as people do; unless asked for one, where there is no session bus and hence no keychain. */
export function start(args: string[], { passphrase = PASSPHRASE, keychain = false }: RunOptions = {}) {
  const { DBUS_SESSION_BUS_ADDRESS: bus, SKEIN_PASSPHRASE: _, ...env } = process.env;
  return spawn(process.execPath, [join(built?.directory ?? '', 'cli.js'), ...args], {
    env: {
      ...env,
      ...(keychain && bus !== undefined ? { DBUS_SESSION_BUS_ADDRESS: bus } : {}),
      ...(passphrase === null ? {} : { SKEIN_PASSPHRASE: passphrase }),
    },
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
