/** One number at one carrier: sends what is queued, brings in what arrives, in one loop. */
import type { MediaHost, SmsCarrier } from './carrier.ts';
import { asCarrierError, type CarrierError } from './carrier-error.ts';
import { OutboxDispatcher } from './outbox-dispatch.ts';
import { Poller } from './polling.ts';
import type { ChannelState, Clock, SmsAccount, SmsStore } from './ports.ts';
import { backoffMs, pollDelayMs } from './schedule.ts';

export interface SmsChannelOptions {
  account: SmsAccount;
  carrier: SmsCarrier;
  store: SmsStore;
  clock: Clock;
  mediaHost: MediaHost;
  onState?: (state: ChannelState) => void;
  /** Jitter, in [0, 1). */
  random?: () => number;
}

/** How long a stop waits for a text that is being sent: cutting it off would leave its fate open. */
const STOP_GRACE_MS = 10_000;

export class SmsChannel {
  readonly #options: SmsChannelOptions;
  readonly #dispatcher: OutboxDispatcher;
  readonly #poller: Poller;
  readonly #stopping = new AbortController();
  readonly #cutOff = new AbortController();
  #sleep = new AbortController();
  #loop: Promise<void> | null = null;
  #recovered = false;
  #state: ChannelState = { state: 'starting' };
  #focused = false;
  #paused = false;
  #lookNow = false;
  readonly #lookedFor: (() => void)[] = [];
  #refused: CarrierError | null = null;
  #unpaid: CarrierError | null = null;
  #failures = 0;
  #failingSince = 0;
  #pollAt = 0;
  #restUntil = 0;

  constructor(options: SmsChannelOptions) {
    this.#options = options;
    const { account, carrier, store, clock, mediaHost, random = Math.random } = options;
    this.#dispatcher = new OutboxDispatcher({ account, carrier, store, clock, mediaHost, random });
    this.#poller = new Poller({ account, carrier, store, clock }, (signal) =>
      this.#dispatcher.reconcile(signal, true),
    );
  }

  get state(): ChannelState {
    return this.#state;
  }

  /** Starts the loop; texts that were being sent when the program ended are looked up first. */
  start(): void {
    this.#loop ??= this.#run();
  }

  /** Ends the loop. A text being sent gets ten seconds to be answered. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#sleep.abort();
    const done = new AbortController();
    const loop = (this.#loop ?? Promise.resolve()).finally(() => done.abort());
    await Promise.race([loop, this.#options.clock.sleep(STOP_GRACE_MS, done.signal)]);
    this.#cutOff.abort();
    await loop;
    this.#enter({ state: 'stopped' });
  }

  /** Nothing is asked of the carrier until {@link resume}. */
  pause(): void {
    this.#paused = true;
    this.#nudge();
  }

  /** After a pause, and after the user dealt with what `needs-user` said. */
  resume(): void {
    this.#paused = false;
    this.#refused = null;
    this.#unpaid = null;
    this.pollNow();
  }

  /** A window of the app has the focus: poll more often. */
  setFocused(focused: boolean): void {
    if (focused && !this.#focused) this.#pollAt = 0;
    this.#focused = focused;
    this.#nudge();
  }

  /** Poll and retry at once: the computer woke up, the network came back, the user asked. */
  pollNow(): void {
    this.#pollAt = 0;
    this.#restUntil = 0;
    this.#dispatcher.retryNow();
    this.#nudge();
  }

  /** A text was queued, or its hold changed. */
  textQueued(): void {
    this.#nudge();
  }

  /**
   * "Check again": looks for every text that may have been sent. In the loop, so that looks never overlap. Resolves
   * when it has looked, or when it cannot just now.
   */
  async checkAgain(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    this.#lookNow = true;
    await new Promise<void>((resolve) => {
      this.#lookedFor.push(resolve);
      this.pollNow();
    });
  }

  /** "Send again": the user takes the risk that it arrives twice. */
  async sendAgain(clientRef: string): Promise<void> {
    await this.#options.store.markRetry(clientRef, null, this.#options.clock.now());
    this.#nudge();
  }

  /** "Mark as sent". */
  markAsSent(clientRef: string): Promise<void> {
    return this.#options.store.acceptByUser(clientRef);
  }

  async #run(): Promise<void> {
    const { clock } = this.#options;
    while (!this.#stopping.signal.aborted) {
      // Made before the work: a nudge during it must not be slept through.
      this.#sleep = new AbortController();
      const lookedFor = this.#lookedFor.splice(0);
      if (this.#paused) this.#enter({ state: 'paused' });
      else if (this.#refused) this.#enter({ state: 'needs-user', error: this.#refused });
      else if (clock.now() >= this.#restUntil) await this.#work();
      for (const done of lookedFor) done();
      const dueAt = await this.#nextDueAt();
      if (this.#stopping.signal.aborted) break;
      await clock.sleep(Math.max(dueAt - clock.now(), 0), this.#sleep.signal);
    }
    for (const done of this.#lookedFor.splice(0)) done();
  }

  async #work(): Promise<void> {
    const signal = this.#stopping.signal;
    const look = this.#lookNow;
    this.#lookNow = false;
    const steps = [
      () => this.#dispatcher.reconcile(signal, look),
      () => this.#dispatch(),
      () => this.#poll(),
      () => this.#poller.refresh(signal),
      () => this.#poller.fetchMedia(signal),
    ];
    const failures = this.#failures;
    if (!this.#recovered) {
      if (!(await this.#step(() => this.#dispatcher.recover())) || this.#failures > failures) return;
      this.#recovered = true;
    }
    for (const step of steps) {
      if (signal.aborted || this.#paused || !(await this.#step(step))) return;
    }
    if (this.#failures > failures) return;
    this.#failures = 0;
    this.#enter(this.#unpaid ? { state: 'needs-user', error: this.#unpaid } : { state: 'idle' });
  }

  /** False when the steps after it make no sense. */
  async #step(step: () => Promise<void>): Promise<boolean> {
    try {
      await step();
      return true;
    } catch (thrown) {
      return !this.#stopping.signal.aborted && this.#goesOnAfter(asCarrierError(thrown));
    }
  }

  async #dispatch(): Promise<void> {
    if (this.#unpaid) return;
    let sent = false;
    while (!this.#stopping.signal.aborted && (await this.#dispatcher.dispatchOne(this.#cutOff.signal)))
      sent = true;
    if (sent) this.#pollAt = 0;
  }

  async #poll(): Promise<void> {
    const { clock, carrier } = this.#options;
    if (clock.now() < this.#pollAt) return;
    this.#enter({ state: 'syncing' });
    await this.#poller.poll(this.#stopping.signal);
    this.#pollAt = clock.now() + pollDelayMs(this.#focused, 0, carrier.capabilities.minPollIntervalMs);
  }

  /** Whether the steps after the failed one make sense. */
  #goesOnAfter(error: CarrierError): boolean {
    if (error.kind === 'insufficient-funds') {
      this.#unpaid = error;
      return true;
    }
    if (error.kind === 'auth') {
      this.#refused = error;
      this.#enter({ state: 'needs-user', error });
      return false;
    }
    const { clock, random = Math.random } = this.#options;
    if (this.#failures++ === 0) this.#failingSince = clock.now();
    this.#restUntil = clock.now() + (error.retryAfterMs ?? backoffMs(this.#failures, random()));
    this.#enter({ state: 'offline', since: this.#failingSince, error });
    return error.scope !== 'network' && error.kind !== 'rate-limited';
  }

  async #nextDueAt(): Promise<number> {
    if (this.#paused || this.#refused) return Number.POSITIVE_INFINITY;
    try {
      const due = Math.min(
        this.#pollAt,
        await this.#dispatcher.nextDueAt(!this.#unpaid),
        await this.#poller.nextDueAt(),
      );
      return Math.max(due, this.#restUntil);
    } catch (thrown) {
      this.#goesOnAfter(asCarrierError(thrown));
      return this.#restUntil;
    }
  }

  #nudge(): void {
    this.#sleep.abort();
  }

  #enter(state: ChannelState): void {
    const before = this.#state;
    this.#state = state;
    if (before.state !== state.state || 'error' in state) this.#options.onState?.(state);
  }
}
