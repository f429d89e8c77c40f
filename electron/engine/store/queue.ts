/** What the user waits for goes before what a sync brings. */
export type Priority = 'user' | 'sync';

/** A first-in first-out queue for each priority; `next` takes from the more urgent one, and nothing below `least`. */
export class PriorityQueue<T> {
  readonly #user = new Fifo<T>();
  readonly #sync = new Fifo<T>();

  push(item: T, priority: Priority): void {
    (priority === 'user' ? this.#user : this.#sync).push(item);
  }

  next(least: Priority = 'sync'): T | undefined {
    return this.#user.shift() ?? (least === 'sync' ? this.#sync.shift() : undefined);
  }

  get size(): number {
    return this.#user.size + this.#sync.size;
  }
}

/** Array.shift moves the whole array each time; thousands of batches may wait here. */
class Fifo<T> {
  #items: T[] = [];
  #head = 0;

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    if (this.#head === this.#items.length) return undefined;
    const item = this.#items[this.#head++];
    if (this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }

  get size(): number {
    return this.#items.length - this.#head;
  }
}
