import type { EngineToMain, MainToEngine } from '#shared/contract/engine-messages.ts';

export type Content = Pick<
  Extract<EngineToMain, { type: 'content-response' }>,
  'status' | 'contentType' | 'filename' | 'body'
>;

type ContentKind = Extract<MainToEngine, { type: 'content-request' }>['kind'];

const TIMEOUT_MS = 30_000;

/** Matches the engine's answers to what main asked of it. */
export class ContentRequests {
  #next = 0;
  readonly #waiting = new Map<number, (content: Content | null) => void>();
  readonly #post: (message: MainToEngine) => boolean;

  constructor(post: (message: MainToEngine) => boolean) {
    this.#post = post;
  }

  /** Asks the engine; rejects when none runs, when it does not answer within 30 s, or when it ends before. */
  ask(kind: ContentKind, path: string, remote = false): Promise<Content> {
    const requestId = this.#next++;
    return new Promise((resolve, reject) => {
      const finish = (content: Content | null) => {
        clearTimeout(timer);
        this.#waiting.delete(requestId);
        if (content) resolve(content);
        else reject(new Error('The engine did not answer.'));
      };
      const timer = setTimeout(finish, TIMEOUT_MS, null);
      this.#waiting.set(requestId, finish);
      if (!this.#post({ type: 'content-request', requestId, kind, path, remote })) finish(null);
    });
  }

  answered(message: Extract<EngineToMain, { type: 'content-response' }>): void {
    this.#waiting.get(message.requestId)?.(message);
  }

  /** The engine that was asked is gone. */
  abandonAll(): void {
    for (const finish of [...this.#waiting.values()]) finish(null);
  }
}
