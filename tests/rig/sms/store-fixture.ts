/** What a test of any SmsStore needs besides the port: a composer, and eyes. */
import type { OutboxState, SmsStore } from '#engine/channels/sms/ports.ts';

export interface StoreFixture {
  store: SmsStore;
  accountId: string;
  number: string;
  /** Puts a text to an E.164 number into the outbox, ready at `at`. */
  queue(clientRef: string, to: string, text: string, at: number): void;
  look(clientRef: string): { state: OutboxState; status: string; remoteId: string | null };
  /** Words of all texts received, and of all sent elsewhere. */
  received(): string[];
  elsewhere(): string[];
}
