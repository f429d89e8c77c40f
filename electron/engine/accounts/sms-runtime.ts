/** A phone number while the engine runs. */
import type { MediaHost } from '#engine/channels/sms/carrier.ts';
import { SmsChannel } from '#engine/channels/sms/channel.ts';
import { systemClock } from '#engine/channels/sms/clock.ts';
import type { ChannelState, SmsStore } from '#engine/channels/sms/ports.ts';
import { TwilioCarrier } from '#engine/channels/sms/twilio/twilio-carrier.ts';
import type { AccountRecord } from '#engine/store/repositories/accounts.ts';
import type { SyncState } from '#shared/contract/accounts.ts';
import type { E164 } from '#shared/text/phone-address.ts';
import { type AccountRuntime, type OnSync, STARTING } from './runtime.ts';

/** What is kept of a number besides its secret. */
export interface SmsSettings {
  accountSid: string;
  keySid: string | null;
  baseUrl: string | null;
  connectedAt: number;
}

/** How far back texts are brought in when a number is connected. */
const HISTORY_MS = 30 * 86_400_000;

export interface SmsRuntimeOptions {
  account: AccountRecord;
  secret: string;
  store: SmsStore;
  mediaHost: MediaHost;
  onSync: OnSync;
}

export class SmsRuntime implements AccountRuntime {
  readonly channel: SmsChannel;
  #sync: SyncState = STARTING;

  constructor({ account, secret, store, mediaHost, onSync }: SmsRuntimeOptions) {
    const settings = account.settings as SmsSettings;
    const carrier = new TwilioCarrier(
      {
        ...settings,
        secret,
        number: account.address as E164,
        historyFrom: settings.connectedAt - HISTORY_MS,
      },
      Date.now,
    );
    this.channel = new SmsChannel({
      account: { id: account.id, number: account.address as E164, locales: [] },
      carrier,
      store,
      clock: systemClock,
      mediaHost,
      onState: (state) => {
        this.#sync = toSyncState(state, this.#sync);
        onSync(this.#sync);
      },
    });
  }

  start(): void {
    this.channel.start();
  }

  stop(): Promise<void> {
    return this.channel.stop();
  }

  pause(): void {
    this.channel.pause();
  }

  resume(): void {
    this.channel.resume();
  }

  syncNow(): void {
    this.channel.resume();
  }

  attend({ focused, online }: { focused: boolean; online: boolean }): void {
    this.channel.setFocused(focused);
    if (online && this.#sync.state === 'offline') this.channel.pollNow();
  }

  woke(): void {
    this.channel.pollNow();
  }
}

function toSyncState(state: ChannelState, before: SyncState): SyncState {
  const base = { ...STARTING, checkedAt: before.checkedAt };
  switch (state.state) {
    case 'idle':
      return { ...base, state: 'idle', checkedAt: Date.now() };
    case 'offline':
      return { ...base, state: 'offline', offlineSince: state.since, error: state.error.toInfo() };
    case 'needs-user':
      return { ...base, state: 'error', error: state.error.toInfo() };
    case 'stopped':
    case 'paused':
      return { ...base, state: 'paused' };
    default:
      return { ...base, state: state.state };
  }
}
