/** What a test of any SmsStore needs besides the port: a composer, and eyes. */
import type { OutboxState, SmsStore } from '#engine/channels/sms/ports.ts';
import type { PhoneAddress } from '#shared/text/phone-address.ts';
import type { MemorySmsStore } from './memory-store.ts';

export interface SeenText {
  state: OutboxState;
  status: string;
  remoteId: string | null;
  to: string;
  text: string;
  attempt: number;
  /** The carrier's words about what went wrong. */
  detail: string | null;
}

export interface QueuedFile {
  mime: string;
  bytes: Uint8Array;
}

export interface StoreFixture {
  store: SmsStore;
  accountId: string;
  /** Puts a text to an E.164 number into the outbox, ready at `at`. */
  queue(clientRef: string, to: string, text: string, at: number, files?: readonly QueuedFile[]): void;
  look(clientRef: string): SeenText;
  /** Words of all texts received, and of all sent elsewhere. */
  received(): string[];
  elsewhere(): string[];
}

export function phone(value: string): PhoneAddress {
  return { kind: 'e164', value: value as `+${string}` };
}

export function memoryFixture(store: MemorySmsStore): StoreFixture {
  const accountId = 'account-1';
  const words = (texts: MemorySmsStore['inbound']) => [...texts.values()].map((t) => t.event.text);
  return {
    store,
    accountId,
    queue: (clientRef, to, text, at, files = []) => {
      const media = files.map(({ mime, bytes }) => ({ mime, size: bytes.length, read: async () => bytes }));
      store.queue({ clientRef, accountId, to: phone(to), text, media, at });
    },
    look: (clientRef) => {
      const { state, status, remoteId, to, text, attempt, error } = store.row(clientRef);
      return {
        state,
        status,
        remoteId,
        to: to.value,
        text,
        attempt,
        detail: error?.detail ?? null,
      };
    },
    received: () => words(store.inbound),
    elsewhere: () => words(store.elsewhere),
  };
}
