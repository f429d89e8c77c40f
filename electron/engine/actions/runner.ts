/**
 * Performs the remote effects of the journal. Knows no database and no server: it works through ports. One action of
 * a track runs at a time; accounts do not wait for each other.
 */
import type { ErrorInfo } from '#shared/contract/model.ts';
import { toErrorInfo } from '#shared/errors/typed-error.ts';
import type { ClaimedAction } from './claim.ts';
import type { ActionKind } from './model.ts';
import type { MovedLocation, Target } from './targets.ts';

/** How an attempt ended. */
export type EffectOutcome =
  /** `notice`: what people should know although it is done; `targets`: where it was done, when not everywhere. */
  | { outcome: 'done'; moved?: MovedLocation[]; notice?: ErrorInfo; targets?: Target[] }
  /**
   * To be tried again. `offline`: the network was not there, which does not count as an attempt. `reached` false: the
   * server was not asked, so it certainly had no effect.
   */
  | { outcome: 'retry'; error: ErrorInfo; offline?: boolean; reached?: boolean }
  /** No effect until somebody repairs the account. */
  | { outcome: 'blocked'; error: ErrorInfo }
  /** No effect, and a repetition would end the same way. */
  | { outcome: 'failed'; error: ErrorInfo }
  /** Sends only: it may have arrived. */
  | { outcome: 'unsure'; error: ErrorInfo };

/** What a look-up found. `unknown`: the server cannot tell; `final` when it never will. */
export type LookUp =
  | { found: 'sent' }
  | { found: 'not-sent' }
  | { found: 'unknown'; error: ErrorInfo; final: boolean };

export type PerformedKind = Exclude<ActionKind, 'text.send' | 'local'>;

/**
 * Performs one kind of effect. Must be idempotent, except sends: `beforeWire` resolves when it is durable that the
 * message may have arrived from now on, and is awaited before the last bytes leave.
 */
export type Effect = (action: ClaimedAction, beforeWire: () => Promise<void>) => Promise<EffectOutcome>;

/** The journal's commands, each one transaction, durable when its promise resolves. */
export interface JournalPort {
  recover(): Promise<void>;
  claim(exclude: readonly string[]): Promise<ClaimedAction | null>;
  /** The next time after now at which something becomes due. */
  nextDueAt(): Promise<number | null>;
  wireStarted(id: string): Promise<void>;
  confirm(
    action: Pick<ClaimedAction, 'id' | 'targets'>,
    moved: readonly MovedLocation[],
    notice: ErrorInfo | null,
  ): Promise<void>;
  retryLater(id: string, error: ErrorInfo, how: { countAttempt: boolean; reached: boolean }): Promise<void>;
  waitForRepair(id: string, error: ErrorInfo): Promise<void>;
  fail(id: string, error: ErrorInfo): Promise<void>;
  unsure(id: string, error: ErrorInfo, lookUp: boolean): Promise<void>;
  provenNotSent(id: string): Promise<void>;
}

export interface RunnerPorts {
  journal: JournalPort;
  effects: Record<PerformedKind, Effect>;
  /** Looks on the server whether a send arrived. Rejects when it could not look; that is tried again. */
  wasSent(action: ClaimedAction): Promise<LookUp>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once at this time, by the clock; returns what cancels it. */
  wakeAt(at: number, callback: () => void): () => void;
  /** Something of the runner itself broke, for instance the store; it goes on at the next wake. */
  onDefect(error: unknown): void;
}

/** When a journal that could not be read is looked at again. */
const AFTER_DEFECT_MS = 60_000;

export class ActionRunner {
  readonly #ports: RunnerPorts;
  /** By track. */
  readonly #running = new Map<string, { id: string; ended: Promise<void> }>();
  readonly #unreachable = new Set<string>();
  #state: 'new' | 'on' | 'stopped' = 'new';
  #pump: Promise<void> | null = null;
  #again = false;
  #cancelTimer: (() => void) | null = null;

  constructor(ports: RunnerPorts) {
    this.#ports = ports;
  }

  /** Recovers what a crash interrupted, then begins. Rejects when the journal cannot be read. */
  async start(): Promise<void> {
    await this.#ports.journal.recover();
    this.#state = 'on';
    this.wake();
  }

  /** Something may be due: call after every change of the outbox. Returns at once. */
  wake(): void {
    if (this.#state !== 'on') return;
    if (this.#pump) {
      this.#again = true;
      return;
    }
    this.#pump = this.#work()
      .catch((error: unknown) => {
        this.#ports.onDefect(error);
        this.#sleepUntil(this.#ports.now() + AFTER_DEFECT_MS);
      })
      .finally(() => {
        this.#pump = null;
        if (this.#again) this.wake();
      });
  }

  /** Leaves the actions of an account alone while it cannot be reached or is paused. */
  setReachable(accountId: string, reachable: boolean): void {
    if (!reachable) this.#unreachable.add(accountId);
    else if (this.#unreachable.delete(accountId)) this.wake();
  }

  /** Claims nothing any more and resolves when what runs has ended. */
  async stop(): Promise<void> {
    this.#state = 'stopped';
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    await this.#pump;
    await this.#allEnded();
  }

  /** Wakes, and resolves when the attempt at this action has ended; at once when none is due. */
  async attempted(id: string): Promise<void> {
    for (this.wake(); ; ) {
      await this.#pump;
      const running = [...this.#running.values()];
      const mine = running.find((one) => one.id === id);
      if (mine || running.length === 0) return mine?.ended;
      await Promise.race(running.map(({ ended }) => ended));
    }
  }

  /** Resolves when nothing is running and nothing is due; for programs that end when all is done. */
  async idle(): Promise<void> {
    while (this.#pump || this.#running.size > 0) {
      await this.#pump;
      await this.#allEnded();
    }
  }

  async #work(): Promise<void> {
    const { journal, now } = this.#ports;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    do {
      this.#again = false;
      for (;;) {
        if (this.#state !== 'on') return;
        const action = await journal.claim([...this.#running.keys(), ...this.#unreachable]);
        if (!action) break;
        this.#run(action);
      }
    } while (this.#again);
    const due = await journal.nextDueAt();
    if (due !== null) this.#sleepUntil(Math.max(due, now() + 1));
  }

  #sleepUntil(at: number): void {
    if (this.#state !== 'on') return;
    this.#cancelTimer?.();
    this.#cancelTimer = this.#ports.wakeAt(at, () => this.wake());
  }

  #run(action: ClaimedAction): void {
    const ended = this.#perform(action)
      .catch((error: unknown) => this.#ports.onDefect(error))
      .finally(() => {
        this.#running.delete(action.track);
        this.wake();
      });
    this.#running.set(action.track, { id: action.id, ended });
  }

  async #allEnded(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ ended }) => ended));
  }

  async #perform(action: ClaimedAction): Promise<void> {
    if (action.lookUp) await this.#lookUp(action);
    else await this.#attempt(action);
  }

  async #attempt(action: ClaimedAction): Promise<void> {
    const { journal, effects } = this.#ports;
    let onWire = false;
    const beforeWire = async () => {
      await journal.wireStarted(action.id);
      onWire = true;
    };
    let result: EffectOutcome;
    try {
      result = await effects[action.kind as PerformedKind](action, beforeWire);
    } catch (error) {
      result = { outcome: onWire ? 'unsure' : 'retry', error: toErrorInfo(error) };
    }
    switch (result.outcome) {
      case 'done':
        return journal.confirm(
          { ...action, targets: result.targets ?? action.targets },
          result.moved ?? [],
          result.notice ?? null,
        );
      case 'retry':
        return journal.retryLater(action.id, result.error, {
          countAttempt: result.offline !== true,
          reached: result.reached !== false,
        });
      case 'blocked':
        return journal.waitForRepair(action.id, result.error);
      case 'failed':
        return journal.fail(action.id, result.error);
      case 'unsure':
        return journal.unsure(action.id, result.error, true);
    }
  }

  async #lookUp(action: ClaimedAction): Promise<void> {
    const { journal, wasSent } = this.#ports;
    let found: LookUp;
    try {
      found = await wasSent(action);
    } catch (error) {
      found = { found: 'unknown', error: toErrorInfo(error), final: false };
    }
    if (found.found === 'sent') return journal.confirm(action, [], null);
    if (found.found === 'not-sent') return journal.provenNotSent(action.id);
    return journal.unsure(action.id, found.error, !found.final);
  }
}
