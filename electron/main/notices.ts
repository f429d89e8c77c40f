/** What the system shows of news: one notice for each thread, and a single one for all when they get many. */
import type { EngineToMain } from '#shared/contract/engine-messages.ts';

type Notice = Omit<Extract<EngineToMain, { type: 'notify' }>, 'type'>;

/** The part of Electron's Notification that is used. */
export interface SystemNotice {
  on(event: 'click' | 'close', listener: () => void): unknown;
  show(): void;
  close(): void;
}

export interface NoticesOptions {
  make(words: { title: string; body: string }): SystemNotice;
  /** A notice was clicked; `null`: the one of several threads. */
  open(threadId: string | null): void;
}

/** More notices than this at a time become one. */
const MOST = 3;

/** Under which the notice of several threads stands. */
const SEVERAL = null;

export class Notices {
  readonly #options: NoticesOptions;
  /** Kept while the system shows them: one that nothing refers to is collected, and its click lost. */
  readonly #standing = new Map<string | typeof SEVERAL, { notice: SystemNotice; title: string }>();
  /** The threads that the notice of several tells of, with what was said of each. */
  #gathered = new Map<string, string>();

  constructor(options: NoticesOptions) {
    this.#options = options;
  }

  /** Shows a notice, in place of the one about the same thread; with many, one for all of them. */
  show({ threadId, title, body }: Notice): void {
    if (threadId === SEVERAL) {
      this.#put(SEVERAL, title, body);
      return;
    }
    if (this.#gathered.size === 0 && (this.#standing.has(threadId) || this.#standing.size < MOST)) {
      this.#put(threadId, title, body);
      return;
    }
    const gathered = this.#gathered;
    for (const [id, standing] of this.#standing) if (id !== SEVERAL) gathered.set(id, standing.title);
    gathered.delete(threadId);
    gathered.set(threadId, title);
    this.#closeAll();
    this.#gathered = gathered;
    const said = [...new Set([...gathered.values()].reverse())].slice(0, MOST);
    this.#put(SEVERAL, `News in ${gathered.size} conversations`, said.join('\n'));
  }

  /** Somebody looks at a window, where what was told of can be seen. */
  seen(): void {
    this.#closeAll();
  }

  #put(id: string | typeof SEVERAL, title: string, body: string): void {
    this.#standing.get(id)?.notice.close();
    const notice = this.#options.make({ title, body });
    this.#standing.set(id, { notice, title });
    const gone = () => {
      if (this.#standing.get(id)?.notice !== notice) return;
      this.#standing.delete(id);
      if (id === SEVERAL) this.#gathered = new Map();
    };
    notice.on('close', gone);
    notice.on('click', () => {
      gone();
      this.#options.open(id);
    });
    notice.show();
  }

  #closeAll(): void {
    const all = [...this.#standing.values()];
    this.#standing.clear();
    this.#gathered = new Map();
    for (const { notice } of all) notice.close();
  }
}
