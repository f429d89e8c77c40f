import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from './wait-for.ts';

/** A fresh directory that servers running as another user can enter. */
export function rigDirectory(name: string): string {
  const directory = mkdtempSync(join(tmpdir(), `skein-${name}-`));
  chmodSync(directory, 0o755);
  return directory;
}

/** Also while processes that are about to end still write there. */
export async function removeDirectory(directory: string): Promise<void> {
  await waitFor(`${directory} to be removed`, () => {
    rmSync(directory, { recursive: true, force: true });
    return true;
  });
}

/** One server in the foreground, in a process group of its own, ended by that group's id and by nothing else. */
export class ServerProcess {
  private exited = false;

  private constructor(
    private readonly child: ChildProcess,
    readonly name: string,
    private readonly output: string[],
  ) {
    const endWithUs = () => this.killGroup();
    process.once('exit', endWithUs);
    child.once('exit', () => {
      this.exited = true;
      process.off('exit', endWithUs);
    });
  }

  static start(
    name: string,
    command: string,
    args: string[],
    options: { uid?: number; gid?: number; env?: NodeJS.ProcessEnv; cwd?: string; input?: string } = {},
  ): ServerProcess {
    const output: string[] = [];
    const { input, ...spawnOptions } = options;
    const child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      cwd: '/',
      detached: true,
      ...spawnOptions,
    });
    child.stdin?.on('error', () => {});
    child.stdin?.end(input ?? '');
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output.push(chunk.toString());
        if (output.length > 200) output.shift();
      });
    }
    child.once('error', (error) => output.push(String(error)));
    return new ServerProcess(child, name, output);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get running(): boolean {
    return !this.exited && this.child.pid !== undefined;
  }

  /** The last lines the server wrote. */
  get recentOutput(): string {
    return this.output.join('').slice(-4000);
  }

  /** `patienceMs`: how long what outlives the server, its clients' sessions perhaps, may take to end by itself. */
  async stop(signal: NodeJS.Signals = 'SIGTERM', patienceMs = 0): Promise<void> {
    if (!this.running) return;
    if (signal === 'SIGKILL') this.killGroup();
    else this.child.kill(signal);
    // One that does not end when it is asked is killed like what outlives it.
    await waitFor(`${this.name} to end`, () => this.exited, { timeoutMs: 5000 }).catch(() => {});
    if (patienceMs > 0)
      await waitFor(`${this.name}'s sessions to end`, () => !this.groupLives(), {
        timeoutMs: patienceMs,
      }).catch(() => {});
    this.killGroup();
    await waitFor(`${this.name} to die`, () => this.exited, { timeoutMs: 5000 });
  }

  private groupLives(): boolean {
    try {
      return this.child.pid !== undefined && process.kill(-this.child.pid, 0);
    } catch {
      return false;
    }
  }

  private killGroup(): void {
    try {
      if (this.child.pid !== undefined) process.kill(-this.child.pid, 'SIGKILL');
    } catch {
      // Nobody is left in the group.
    }
  }
}

/** Waits until something at 127.0.0.1:`port` sends a greeting that starts with `greeting`. */
export async function waitForGreeting(
  server: ServerProcess,
  port: number,
  greeting: string,
  timeoutMs = 15_000,
): Promise<void> {
  await waitFor(
    `${server.name} to greet on port ${port}; it wrote: ${server.recentOutput}`,
    () => {
      if (!server.running) throw new Error(`${server.name} ended: ${server.recentOutput}`);
      return new Promise<boolean>((resolve) => {
        const socket = connect(port, '127.0.0.1');
        const finish = (up: boolean) => {
          socket.destroy();
          resolve(up);
        };
        socket.setTimeout(3000, () => finish(false));
        socket.once('error', () => finish(false));
        socket.once('close', () => finish(false));
        socket.once('data', (data) => finish(data.toString().startsWith(greeting)));
      });
    },
    { timeoutMs },
  );
}
