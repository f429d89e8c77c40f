/**
 * Paths the user chose in a dialog of the shell's. The window only gets a ticket for them, so that a page that was
 * taken over can make the engine read or write nothing that nobody chose.
 */
import { TypedError } from '#shared/errors/typed-error.ts';

const MOST = 20;
/** The shell's word and the window's come over different ports, so the ticket may be shown before it is known. */
const PATIENCE_MS = 5_000;

export class PathGrants {
  readonly #paths = new Map<string, string[]>();
  readonly #waiting = new Map<string, () => void>();

  /** Takes down what the user chose. Older ones that nobody asked for are forgotten. */
  grant(ticket: string, paths: string[]): void {
    this.#paths.set(ticket, paths);
    const [oldest] = this.#paths.keys();
    if (this.#paths.size > MOST && oldest !== undefined) this.#paths.delete(oldest);
    this.#waiting.get(ticket)?.();
  }

  /** What the ticket stands for; it is used up. Rejects with `choose-again`. */
  async take(ticket: string): Promise<string[]> {
    if (!this.#paths.has(ticket))
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, PATIENCE_MS);
        this.#waiting.set(ticket, () => {
          clearTimeout(timer);
          resolve();
        });
      });
    this.#waiting.delete(ticket);
    const paths = this.#paths.get(ticket);
    this.#paths.delete(ticket);
    if (!paths)
      throw new TypedError('choose-again', 'What you chose is not known any more.', 'Choose it again.');
    return paths;
  }
}
