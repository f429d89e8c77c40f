import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeDirectory } from '../../rig/server-process.ts';
import { connectEngine, type EngineClient } from '../engine-client.ts';
import { type LaunchedApp, launchApp, nextEnginePid } from '../launch.ts';

/** The app that is killed and started again, always with the same profile. */
export class Victim {
  readonly #profile = mkdtempSync(join(tmpdir(), 'skein-crash-loop-'));
  #launched: LaunchedApp | null = null;
  #engine: EngineClient | null = null;
  #pid = 0;

  /** Of the life that goes on now. */
  get engine(): EngineClient {
    return this.#engine!;
  }

  async start(): Promise<void> {
    this.#launched = await launchApp({ profile: this.#profile });
    await this.#connect();
  }

  /** Kills the engine alone; main starts another one. */
  async killEngine(): Promise<void> {
    process.kill(this.#pid, 'SIGKILL');
    await this.#connect();
  }

  /** Kills main, and with it or right after it all it started. */
  async killApp(how: 'main' | 'all at once'): Promise<void> {
    const { app } = this.#launched!;
    const gone = app.waitForEvent('close');
    const pid = app.process().pid!;
    // Playwright starts the app as the leader of a process group.
    process.kill(how === 'main' ? pid : -pid, 'SIGKILL');
    await gone;
    await this.start();
  }

  async end(): Promise<void> {
    await this.#launched?.close();
    await removeDirectory(this.#profile);
  }

  async #connect(): Promise<void> {
    const { app, window } = this.#launched!;
    this.#pid = await nextEnginePid(app, this.#pid);
    this.#engine = await connectEngine(window);
  }
}
