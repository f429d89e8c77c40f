import { type EngineToMain, engineToMain, type MainToEngine } from '#shared/contract/engine-messages.ts';

/** The part of Electron's UtilityProcess and MessagePortMain that the supervisor uses. */
export interface EngineProcess<Port> {
  postMessage(message: MainToEngine, transfer?: Port[]): void;
  kill(): boolean;
  on(event: 'spawn', listener: () => void): unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
}

export interface Failure {
  code: string;
  message: string;
  advice: string;
  detail: string | null;
}

export interface SupervisorOptions<Port> {
  fork(): EngineProcess<Port>;
  /** A new engine runs: windows need new ports. */
  onStart(): void;
  onMessage(message: EngineToMain): void;
  /** The engine will not be started again until `start` is called. */
  onFailure(failure: Failure): void;
}

/** More ends than this within the window and starting again is pointless. */
const MAX_ENDS = 5;
const ENDS_WINDOW_MS = 60_000;
const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 5000;
const SHUTDOWN_MS = 5000;

/**
 * Keeps one engine process running: starts it again when it ends, after a pause that doubles, until it has
 * ended too often or said that starting again is useless.
 */
export class EngineSupervisor<Port> {
  readonly #options: SupervisorOptions<Port>;
  #process: EngineProcess<Port> | null = null;
  #spawned = false;
  #stopping: (() => void) | null = null;
  #timer: NodeJS.Timeout | undefined;
  #ends: number[] = [];
  #fatal: Failure | null = null;

  constructor(options: SupervisorOptions<Port>) {
    this.#options = options;
  }

  /** Whether a message posted now will reach an engine. */
  get running(): boolean {
    return this.#spawned;
  }

  /** Starts the engine, forgetting what went wrong before. Does nothing when it runs already. */
  start(): void {
    this.#ends = [];
    this.#launch();
  }

  /** Posts a message, with ports where it takes them. Returns false when no engine runs. */
  post(message: MainToEngine, transfer?: Port[]): boolean {
    if (!this.#process || !this.#spawned) return false;
    this.#process.postMessage(message, transfer);
    return true;
  }

  /** Lets the engine finish and close its store; kills it when that takes longer than 5 s. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    const engine = this.#process;
    if (!engine) return;
    await new Promise<void>((resolve) => {
      const killTimer = setTimeout(() => {
        engine.kill();
        resolve();
      }, SHUTDOWN_MS);
      this.#stopping = () => {
        clearTimeout(killTimer);
        resolve();
      };
      engine.postMessage({ type: 'shutdown' });
    });
  }

  #launch(): void {
    clearTimeout(this.#timer);
    if (this.#process || this.#stopping) return;
    this.#fatal = null;
    const engine = this.#options.fork();
    this.#process = engine;
    engine.on('spawn', () => {
      this.#spawned = true;
      this.#options.onStart();
    });
    engine.on('message', (message) => this.#receive(message));
    engine.on('exit', (code) => this.#ended(code));
  }

  #receive(message: unknown): void {
    const parsed = engineToMain.safeParse(message);
    if (!parsed.success) {
      console.error('The engine sent a message that main does not know; it was ignored.');
      return;
    }
    if (parsed.data.type === 'fatal') {
      const { code, message: text, advice, detail } = parsed.data;
      this.#fatal = { code, message: text, advice, detail };
      this.#options.onFailure(this.#fatal);
    }
    this.#options.onMessage(parsed.data);
  }

  #ended(code: number): void {
    this.#process = null;
    this.#spawned = false;
    if (this.#stopping) {
      this.#stopping();
      return;
    }
    if (this.#fatal) return;
    const now = Date.now();
    this.#ends = [...this.#ends.filter((at) => now - at < ENDS_WINDOW_MS), now];
    console.error(`The engine ended unexpectedly (code ${code}).`);
    if (this.#ends.length >= MAX_ENDS) {
      this.#options.onFailure({
        code: 'engine-keeps-ending',
        message: `The part of Skein that keeps your messages ended ${this.#ends.length} times within a minute.`,
        advice:
          'Nothing was deleted. Try again; if it happens again, restart the computer and look for a newer Skein.',
        detail: `Exit code ${code}`,
      });
      return;
    }
    const delay = Math.min(FIRST_DELAY_MS * 2 ** (this.#ends.length - 1), MAX_DELAY_MS);
    this.#timer = setTimeout(() => this.#launch(), delay);
  }
}
