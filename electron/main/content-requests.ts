import type { EngineToMain, MainToEngine } from '#shared/contract/engine-messages.ts';

/** `next`: where the rest of it begins, in bytes; `null` when this is its end. */
export type ContentPiece = Pick<
  Extract<EngineToMain, { type: 'content-response' }>,
  'status' | 'contentType' | 'filename' | 'body' | 'next'
>;

export type Content = Omit<ContentPiece, 'next'>;

type ContentKind = Extract<MainToEngine, { type: 'content-request' }>['kind'];

const TIMEOUT_MS = 30_000;

/** Matches the engine's answers to what main asked of it. */
export class ContentRequests {
  #next = 0;
  readonly #waiting = new Map<number, (content: ContentPiece | null) => void>();
  readonly #post: (message: MainToEngine) => boolean;

  constructor(post: (message: MainToEngine) => boolean) {
    this.#post = post;
  }

  /** Asks the engine; rejects when none runs, when it does not answer within 30 s, or when it ends before. */
  ask(kind: ContentKind, path: string, remote = false): Promise<Content> {
    return this.#ask({ kind, path, remote, from: null });
  }

  /** As `ask`, of what may be too large to be held in memory: a piece from this byte on. */
  askPiece(kind: ContentKind, path: string, from: number): Promise<ContentPiece> {
    return this.#ask({ kind, path, remote: false, from });
  }

  #ask(what: {
    kind: ContentKind;
    path: string;
    remote: boolean;
    from: number | null;
  }): Promise<ContentPiece> {
    const requestId = this.#next++;
    return new Promise((resolve, reject) => {
      const finish = (content: ContentPiece | null) => {
        clearTimeout(timer);
        this.#waiting.delete(requestId);
        if (content) resolve(content);
        else reject(new Error('The engine did not answer.'));
      };
      const timer = setTimeout(finish, TIMEOUT_MS, null);
      this.#waiting.set(requestId, finish);
      if (!this.#post({ type: 'content-request', requestId, ...what })) finish(null);
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
