/** Work in the store that goes in steps, each one transaction, and goes on where it was after a restart. */

export interface StepPorts {
  /** Whether anything is to be done. */
  due(): Promise<boolean>;
  /** Does the next step. */
  step(): Promise<{ done: boolean }>;
  /** Resolves when work that nobody waits for may begin. */
  mayBegin(): Promise<void>;
  onDefect(error: unknown): void;
}

/** Does the steps that are due, in the background. */
export class BackgroundSteps {
  readonly #ports: StepPorts;
  #running = false;
  #again = false;

  constructor(ports: StepPorts) {
    this.#ports = ports;
  }

  /** Call at the start, and when something may be due. */
  wake(): void {
    this.#again = this.#running;
    if (this.#running) return;
    this.#running = true;
    this.#work()
      .catch(this.#ports.onDefect)
      .finally(() => {
        this.#running = false;
        if (this.#again) this.wake();
      });
  }

  async #work(): Promise<void> {
    const { due, step, mayBegin } = this.#ports;
    if (!(await due())) return;
    do await mayBegin();
    while (!(await step()).done);
  }
}
