/** Whether somebody looks at any of the windows, and whether there is a network. Each window tells of itself. */
export interface Attended {
  focused: boolean;
  online: boolean;
}

export class Attention {
  readonly #focused = new Set<object>();
  #online = true;

  /** What a window says of itself; returns what that makes of all of them. */
  tell(window: object, { focused, online }: Attended): Attended {
    if (focused) this.#focused.add(window);
    else this.#focused.delete(window);
    this.#online = online;
    return this.#now();
  }

  /** A window is gone. */
  forget(window: object): Attended {
    this.#focused.delete(window);
    return this.#now();
  }

  #now(): Attended {
    return { focused: this.#focused.size > 0, online: this.#online };
  }
}
