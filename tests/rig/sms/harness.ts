/** One number with its channel, store, clock and simulated carrier, for tests. */
import type { MediaHost } from '#engine/channels/sms/carrier.ts';
import { SmsChannel } from '#engine/channels/sms/channel.ts';
import type { ChannelState } from '#engine/channels/sms/ports.ts';
import { mediaHostNeeded } from '#engine/channels/sms/publish-media.ts';
import type { TwilioLimits } from '#engine/channels/sms/twilio/config.ts';
import { TwilioCarrier } from '#engine/channels/sms/twilio/twilio-carrier.ts';
import { type SimulatorOptions, TwilioSimulator } from '../twilio-simulator/simulator.ts';
import type { Crash } from './crash.ts';
import { FakeClock } from './fake-clock.ts';
import { MemorySmsStore } from './memory-store.ts';
import { memoryFixture, type QueuedFile, type StoreFixture } from './store-fixture.ts';

export const OWN = '+15555550100';
export const START = Date.parse('2026-03-02T12:00:00Z');
export const MINUTE = 60_000;
const DAY = 86_400_000;

const NO_HOST: MediaHost = {
  publish: async () => {
    throw mediaHostNeeded();
  },
};

export interface HarnessOptions {
  simulator?: SimulatorOptions;
  limits?: Partial<TwilioLimits>;
  /** The carrier's clock minus ours. */
  skewMs?: number;
  /** Another store than the one in memory; then `store` is not used. */
  fixture?: StoreFixture;
  /** None: files have nowhere to go. */
  mediaHost?: MediaHost;
}

export class Harness {
  readonly clock = new FakeClock(START);
  readonly store = new MemorySmsStore();
  readonly fixture: StoreFixture;
  readonly states: ChannelState[] = [];
  sim!: TwilioSimulator;
  channel!: SmsChannel;
  readonly #options: HarnessOptions;
  #queued = 0;

  private constructor(options: HarnessOptions) {
    this.#options = options;
    this.fixture = options.fixture ?? memoryFixture(this.store);
  }

  static async start(options: HarnessOptions = {}): Promise<Harness> {
    const harness = new Harness(options);
    const now = () => harness.clock.now() + (options.skewMs ?? 0);
    harness.sim = await TwilioSimulator.start({
      now,
      numbers: [OWN],
      autoAdvanceMs: 2000,
      ...options.simulator,
    });
    return harness;
  }

  carrier(): TwilioCarrier {
    const { accountSid, key, baseUrl } = this.sim;
    const config = {
      accountSid,
      keySid: key.sid,
      secret: key.secret,
      baseUrl,
      number: OWN as `+${string}`,
      historyFrom: START - 30 * DAY,
      connectedAt: START,
    };
    const limits = { connectTimeoutMs: 2000, responseTimeoutMs: 400, ...this.#options.limits };
    return new TwilioCarrier(config, () => this.clock.now(), limits);
  }

  /** A new process: a fresh channel on the same store. */
  launch(crash?: Crash): SmsChannel {
    const carrier = this.carrier();
    const mediaHost = this.#options.mediaHost ?? NO_HOST;
    this.channel = new SmsChannel({
      account: { id: this.fixture.accountId, number: OWN as `+${string}`, locales: [] },
      carrier: crash ? crash.wrap(carrier) : carrier,
      store: crash ? crash.wrap(this.fixture.store) : this.fixture.store,
      clock: this.clock,
      mediaHost: crash ? crash.wrap(mediaHost) : mediaHost,
      onState: (state) => this.states.push(state),
      random: () => 0.5,
    });
    this.channel.start();
    return this.channel;
  }

  /** Queues a text as the composer would; returns its client reference. */
  queue(to: string, text: string, files: readonly QueuedFile[] = []): string {
    const clientRef = `ref-${++this.#queued}`;
    this.fixture.queue(clientRef, to, text, this.clock.now(), files);
    this.channel?.textQueued();
    return clientRef;
  }

  /** Runs the channel on the test's clock until the condition holds. */
  until(condition: () => boolean, maxMs = 60 * MINUTE): Promise<void> {
    return this.clock.runUntil(condition, maxMs);
  }

  /** Lets the channel work for that long. */
  async run(ms: number): Promise<void> {
    const end = this.clock.now() + ms;
    await this.until(() => this.clock.now() >= end, ms + 30 * MINUTE);
  }

  async close(): Promise<void> {
    this.sim.faults.clear();
    const stopped = this.channel?.stop();
    await this.sim.stop();
    await stopped;
  }
}
