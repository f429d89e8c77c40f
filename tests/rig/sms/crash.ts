/** A process that dies: from a chosen moment on, nothing it awaits ever comes back. */

export class Crash {
  #stepsLeft: number;
  #dead = false;

  /** Dies at the `steps`-th call counted; a half step (n + 0.5) lets that call have its effect first. */
  constructor(steps: number) {
    this.#stepsLeft = steps;
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
      this.#dead = true;
      return never();
    }
    if (this.#stepsLeft <= -0.5) {
      this.#dead = true;
      const result = effect();
      if (result instanceof Promise) result.catch(() => undefined);
      return never();
    }
    const result = effect();
    return result instanceof Promise ? this.#unlessDead(result) : result;
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
