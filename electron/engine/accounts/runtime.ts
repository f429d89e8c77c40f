import type { SyncState } from '#shared/contract/accounts.ts';

/** One connected account while the engine runs, whatever its channel. */
export interface AccountRuntime {
  start(): void;
  /** Ends every connection; what is being sent gets a moment to be answered. */
  stop(): Promise<void>;
  pause(): void;
  resume(): void;
  /** Looks for news and retries at once. */
  syncNow(): void;
  attend(attention: { focused: boolean; online: boolean }): void;
  /** The computer woke up. */
  woke(): void;
}

/** Told whenever the line about an account has changed. */
export type OnSync = (state: SyncState) => void;

export const STARTING: SyncState = {
  state: 'starting',
  what: null,
  done: 0,
  total: 0,
  checkedAt: null,
  silentSince: null,
  offlineSince: null,
  error: null,
};
