/** Brings threads back into the inbox when their time has come, also what came due while Skein was closed. */

import { PLANNED } from '#engine/actions/journal.ts';
import { prepare } from '#engine/store/statements.ts';
import type { StoreAccess } from '#engine/store/store-access.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { type BackWhy, bringBackDue, nextBackAt } from '#engine/threads/choices.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import type { WallClock } from './wall-clock.ts';

export const scheduleCommands = {
  'schedule.bringBackDue': (tx: Tx): string[] => {
    const threads = bringBackDue(tx);
    refreshThreads(tx);
    return threads;
  },
};

interface BackNotice {
  threadId: string;
  who: string;
  what: string;
  why: BackWhy;
}

/** What a notification says of threads that came back and have not been looked at. */
function backNotices(db: Database, threadIds: readonly string[]): BackNotice[] {
  const find = prepare(
    db,
    `SELECT t.id AS threadId, coalesce(nullif(json_extract(t.participants, '$[0].name'), ''),
         json_extract(t.participants, '$[0].address'), '') AS who,
       coalesce(nullif(t.subject, ''), t.snippet) AS what, c.back_why AS why
     FROM thread t JOIN thread_choice c ON c.thread_id = t.id
     WHERE t.id = ? AND c.back_at IS NOT NULL AND c.back_seen = 0`,
  );
  return threadIds.map((id) => find.get(id) as BackNotice | undefined).filter((found) => found !== undefined);
}

/** Messages whose time has been over for a while: Skein was not there to send them. */
function overdueSends(db: Database, now: number): { threadId: string; title: string }[] {
  return prepare(
    db,
    `SELECT thread_id AS threadId, title FROM action
     WHERE ${PLANNED} AND hold_until < ? AND thread_id IS NOT NULL ORDER BY hold_until`,
  ).all(now - OVERDUE_MS) as { threadId: string; title: string }[];
}

/** A clock is looked at this often at least, and a little more. */
const OVERDUE_MS = 2 * 60_000;

export const scheduleQueries = {
  'schedule.overdueSends': overdueSends,
  'schedule.backNotices': backNotices,
  'schedule.nextBackAt': (db: Database, _: null) => nextBackAt(db),
};

export interface DueThreadsPorts {
  store: StoreAccess<typeof scheduleCommands, typeof scheduleQueries>;
  clock: WallClock;
  /** These threads are in the inbox again. */
  back(threadIds: string[]): void;
  /** The store could not be asked; it is tried again. */
  onDefect(error: unknown): void;
}

/** When a store that did not answer is asked again. */
const AFTER_DEFECT_MS = 60_000;

export class DueThreads {
  readonly #ports: DueThreadsPorts;
  #on = false;
  #running: Promise<void> | null = null;
  #again = false;
  #cancel: (() => void) | null = null;

  constructor(ports: DueThreadsPorts) {
    this.#ports = ports;
  }

  start(): void {
    this.#on = true;
    this.wake();
  }

  async stop(): Promise<void> {
    this.#on = false;
    this.#cancel?.();
    await this.#running;
  }

  /** A time may have been chosen or have come. Returns at once. */
  wake(): void {
    if (!this.#on) return;
    this.#again = true;
    this.#running ??= this.#work()
      .catch((error: unknown) => {
        const { clock, onDefect } = this.#ports;
        onDefect(error);
        if (this.#on) this.#cancel = clock.at(clock.now() + AFTER_DEFECT_MS, () => this.wake());
      })
      .finally(() => {
        this.#running = null;
      });
  }

  async #work(): Promise<void> {
    const { store, clock, back } = this.#ports;
    while (this.#again && this.#on) {
      this.#again = false;
      this.#cancel?.();
      const next = await store.read('schedule.nextBackAt', null);
      if (next === null) continue;
      if (next > clock.now()) {
        this.#cancel = clock.at(next, () => this.wake());
        continue;
      }
      const threads = await store.write('schedule.bringBackDue', undefined);
      if (threads.length > 0) back(threads);
      this.#again = true;
    }
    if (!this.#on) this.#cancel?.();
  }
}
