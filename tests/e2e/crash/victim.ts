import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '../../rig/wait-for.ts';
import { connectEngine, type EngineClient } from '../engine-client.ts';
import { enginePid, type LaunchedApp, launchApp } from '../launch.ts';

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

  /**
   * Among some dozens of starts Playwright may miss one: it waits for an app that runs long since, and kills it when
   * it gives up. That is one more kill, and the app is started once more.
   */
  async start(): Promise<void> {
    const options = { profile: this.#profile };
    this.#launched = await launchApp(options).catch(() => launchApp(options));
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
    rmSync(this.#profile, { recursive: true, force: true });
  }

  async #connect(): Promise<void> {
    const { app, window } = this.#launched!;
    const last = this.#pid;
    this.#pid = await waitFor('a running engine', async () => {
      const pid = await enginePid(app);
      return pid !== last && pid > 0 ? pid : null;
    });
    this.#engine = await connectEngine(window);
  }
}
