/** What Skein needs of a carrier that sends and lists texts for one number. Times are ms since the epoch. */
import type { PhoneAddress } from '#shared/text/phone-address.ts';
import type { CarrierError } from './carrier-error.ts';
import type { DeliveryStatus } from './delivery-status.ts';

export interface Capabilities {
  /** `public-url-only`: the carrier fetches media itself and must be given an https address. */
  mediaUpload: 'public-url-only' | 'none';
  maxBodyChars: number;
  maxMediaCount: number;
  /** Of all files of one text together. */
  maxMediaBytes: number;
  /** Types of files the carrier takes. */
  mediaTypes: readonly string[];
  /** Whether the carrier answers STOP itself; if it may, Skein sends no second confirmation. */
  answersKeywords: 'configurable' | 'never';
  /** Default pace for an unknown number, in segments a second. */
  segmentsPerSecond: number;
  minPollIntervalMs: number;
}

export interface SenderNumber {
  remoteId: string;
  address: PhoneAddress;
  label: string;
  sms: boolean;
  mms: boolean;
}

/** One attachment at the carrier; `ref` is the adapter's own. */
export interface MediaRef {
  ref: string;
  index: number;
  /** As the carrier claims; the bytes decide. */
  claimedMime: string | null;
}

/** Decimal string, never a float; `amount` is what was charged, positive. */
export interface Money {
  amount: string;
  currency: string;
}

export interface SendRequest {
  to: PhoneAddress;
  text: string;
  /** Addresses the carrier can fetch. */
  mediaUrls: readonly string[];
}

export type SendResult =
  | { outcome: 'accepted'; remoteId: string; status: DeliveryStatus; segments: number | null }
  | { outcome: 'failed'; error: CarrierError };

interface TextFields {
  remoteId: string;
  from: PhoneAddress;
  to: PhoneAddress;
  text: string;
  media: readonly MediaRef[];
  /** The carrier's clock. */
  occurredAt: number;
  segments: number | null;
  price: Money | null;
  /** Older than the account's connection: no notification, no automatic answer. */
  history: boolean;
}

export type CarrierEvent =
  | ({ type: 'inbound' } & TextFields)
  /** Sent from the number, by Skein or elsewhere; the store knows which by the remote id. */
  | ({ type: 'outbound'; status: DeliveryStatus; error: CarrierError | null } & TextFields)
  | {
      type: 'status';
      remoteId: string;
      status: DeliveryStatus;
      error: CarrierError | null;
      segments: number | null;
      price: Money | null;
    }
  | { type: 'remote-deleted'; remoteId: string };

/** Opaque to all but the adapter; stored in the same transaction as the events it came with. */
export interface Cursor {
  v: 1;
  carrier: string;
  data: string;
}

export interface Gap {
  from: number;
  to: number;
  reason: 'row-cap';
}

export interface PollResult {
  events: readonly CarrierEvent[];
  next: Cursor;
  /** More is waiting: poll again at once. */
  more: boolean;
  gap: Gap | null;
}

/** A text of ours that may or may not have reached the carrier. Times are the carrier's clock. */
export interface OutboxProbe {
  clientRef: string;
  to: PhoneAddress;
  text: string;
  mediaCount: number;
  notBefore: number;
  notAfter: number;
}

export type Reconciled =
  | { clientRef: string; verdict: 'sent'; remoteId: string; status: DeliveryStatus }
  /** Not in the list, which was complete as of `asOf` (the carrier's clock). */
  | { clientRef: string; verdict: 'absent'; asOf: number }
  | { clientRef: string; verdict: 'undecidable'; reason: string };

export interface FetchedMedia {
  bytes: Uint8Array;
  /** From the bytes, never from the header. */
  mime: string;
}

/** Every method but `send` throws CarrierError. No method repeats a request that creates something. */
export interface SmsCarrier {
  readonly id: string;
  readonly capabilities: Capabilities;
  /** Carrier's clock minus ours, in ms, from the last answer; null before the first. */
  readonly clockSkewMs: number | null;
  /** Proves the credentials; returns the account's name at the carrier. */
  checkAuth(signal: AbortSignal): Promise<string>;
  listNumbers(signal: AbortSignal): Promise<readonly SenderNumber[]>;
  /** One request, one recipient. Never throws, never retries. */
  send(request: SendRequest, signal: AbortSignal): Promise<SendResult>;
  poll(cursor: Cursor | null, signal: AbortSignal): Promise<PollResult>;
  refresh(remoteIds: readonly string[], signal: AbortSignal): Promise<readonly CarrierEvent[]>;
  /** `taken`: remote ids that already belong to other texts. Each remote id is used once. */
  reconcile(
    probes: readonly OutboxProbe[],
    taken: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<readonly Reconciled[]>;
  fetchMedia(ref: MediaRef, maxBytes: number, signal: AbortSignal): Promise<FetchedMedia>;
  /** Deletes the text and its media at the carrier. */
  deleteRemote(remoteId: string, signal: AbortSignal): Promise<'deleted' | 'already-gone'>;
}

/** One file of one attempt at a text. */
export interface OutgoingFile {
  clientRef: string;
  attempt: number;
  mime: string;
}

/** Where outgoing media can be put so that a carrier can fetch it. */
export interface MediaHost {
  /** Returns the address to fetch it from. Throws CarrierError, `media-host-needed` when there is no host. */
  publish(file: OutgoingFile, bytes: Uint8Array, signal: AbortSignal): Promise<string>;
}
