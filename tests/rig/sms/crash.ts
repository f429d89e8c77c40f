/** A process that dies: from a chosen moment on, nothing it awaits ever comes back. */

export class Crash {
  /** Kept when it dies. */
  readonly death: Promise<void>;
  #stepsLeft: number;
  #dead = false;
  #die: () => void = () => undefined;

  /** Dies at the `steps`-th call counted; a half step (n + 0.5) lets that call have its effect first. */
  constructor(steps: number) {
    this.#stepsLeft = steps;
    this.death = new Promise((resolve) => {
      this.#die = () => {
        this.#dead = true;
        resolve();
      };
    });
  }

  get happened(): boolean {
    return this.#dead;
  }

  /** The same object, whose asynchronous methods count as steps and stop answering after the death. */
  wrap<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (object, name) => {
        const value: unknown = Reflect.get(object, name, object);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => this.#call(() => Reflect.apply(value, object, args));
      },
    });
  }

  #call(effect: () => unknown): unknown {
    if (this.#dead) return never();
    this.#stepsLeft--;
    if (this.#stepsLeft <= -1) {
      this.#die();
      return never();
    }
    if (this.#stepsLeft <= -0.5) return this.#dieAfter(effect());
    const result = effect();
    return result instanceof Promise ? this.#unlessDead(result) : result;
  }

  /** The effect is complete before the death: a dead process has no request under way for hours. */
  async #dieAfter(result: unknown): Promise<never> {
    await Promise.resolve(result).catch(() => undefined);
    this.#die();
    return never();
  }

  async #unlessDead(result: Promise<unknown>): Promise<unknown> {
    try {
      const value = await result;
      return this.#dead ? await never() : value;
    } catch (thrown) {
      if (this.#dead) return never();
      throw thrown;
    }
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
