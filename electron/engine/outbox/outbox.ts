/** Performs what the user did on the servers, and lets the user decide where nobody else can. */

import type { SmsRuntime } from '#engine/accounts/sms-runtime.ts';
import { ActionRunner, type JournalPort } from '#engine/actions/runner.ts';
import type { WallClock } from '#engine/schedule/wall-clock.ts';
import type { StoreAccess } from '#engine/store/store-access.ts';
import { type EffectPorts, MailEffects } from './effects.ts';
import type { Fate } from './fate.ts';
import type { outboxCommands, outboxQueries } from './registry.ts';

export interface OutboxPorts extends EffectPorts {
  clock: WallClock;
  sms(accountId: string): SmsRuntime | null;
}

type OutboxStore = StoreAccess<typeof outboxCommands, typeof outboxQueries>;

export class Outbox {
  readonly #ports: OutboxPorts;
  readonly #mail: MailEffects;
  readonly #runner: ActionRunner;

  constructor(ports: OutboxPorts) {
    this.#ports = ports;
    const mail = new MailEffects(ports);
    this.#mail = mail;
    this.#runner = new ActionRunner({
      journal: journalOf(ports.store),
      effects: mail.effects,
      wasSent: (action) => mail.wasSent(action),
      now: () => ports.clock.now(),
      wakeAt: (at, callback) => ports.clock.at(at, callback),
      onDefect: (error) =>
        ports.log('outbox-defect', { error: error instanceof Error ? error.name : 'unknown' }),
    });
  }

  start(): Promise<void> {
    return this.#runner.start();
  }

  stop(): Promise<void> {
    return this.#runner.stop();
  }

  /** Leaves what is to be done on an account's mail server alone while the user must repair the account first. */
  setReachable(accountId: string, reachable: boolean): void {
    this.#runner.setReachable(accountId, reachable);
  }

  /** Something may be due. */
  wake(): void {
    this.#runner.wake();
  }

  /** The computer woke up. */
  woke(): void {
    this.#mail.woke();
    this.wake();
  }

  /** Resolves when nothing is running and nothing is due. */
  idle(): Promise<void> {
    return this.#runner.idle();
  }

  /** The user pressed Retry. Rejects with ActionError. */
  async retry(actionId: string): Promise<void> {
    const text = await this.#ports.store.read('outbox.textSend', actionId);
    if (text) await this.#ports.sms(text.accountId)?.channel.sendAgain(text.clientRef);
    else await this.#ports.store.write('outbox.retryNow', { actionId });
    this.wake();
  }

  /**
   * What to do with a send whose fate is unknown. Resolves to what `check` found, `null` for the others and when it
   * could not look just now. Rejects with ActionError.
   */
  async resolve(actionId: string, how: 'check' | 'send-again' | 'mark-sent'): Promise<Fate | null> {
    const { store, sms } = this.#ports;
    const text = await store.read('outbox.textSend', actionId);
    if (!text) {
      const { id } = await store.write('outbox.resolve', { actionId, how });
      if (how === 'check') await this.#runner.attempted(id);
    } else {
      const channel = sms(text.accountId)?.channel;
      if (!channel) return null;
      if (how === 'check') await channel.checkAgain();
      else if (how === 'send-again') await channel.sendAgain(text.clientRef);
      else await channel.markAsSent(text.clientRef);
    }
    this.wake();
    return how === 'check' ? store.read('outbox.fate', actionId) : null;
  }
}

function journalOf(store: OutboxStore): JournalPort {
  return {
    recover: () => store.write('outbox.recover', undefined),
    claim: (exclude) => store.write('outbox.claim', { exclude }),
    nextDueAt: () => store.read('outbox.nextDueAt', null),
    wireStarted: (id) => store.write('outbox.wireStarted', { id }),
    confirm: ({ id, targets }, moved, notice) =>
      store.write('outbox.confirm', { id, targets, moved, notice }),
    retryLater: (id, error, how) =>
      store.write('outbox.retryLater', { id, error, ...how, random: Math.random() }),
    waitForRepair: (id, error) => store.write('outbox.waitForRepair', { id, error }),
    fail: (id, error) => store.write('outbox.fail', { id, error }),
    unsure: (id, error, lookUp) => store.write('outbox.unsure', { id, error, lookUp, random: Math.random() }),
    provenNotSent: (id) => store.write('outbox.provenNotSent', { id }),
  };
}
