/** Twilio's message resource as Skein's events. */
import { parseCarrierAddress } from '#shared/text/phone-address.ts';
import type { CarrierEvent, MediaRef, Money } from '../carrier.ts';
import type { DeliveryStatus } from '../delivery-status.ts';
import { deliveryError } from './errors.ts';
import { message, type TwilioMessage } from './schemas.ts';

const STATUS: ReadonlyMap<string, DeliveryStatus> = new Map([
  ['accepted', 'queued'],
  ['scheduled', 'scheduled'],
  ['queued', 'queued'],
  ['sending', 'sending'],
  ['sent', 'sent'],
  ['partially_delivered', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['undelivered', 'undelivered'],
  ['failed', 'failed'],
  ['canceled', 'canceled'],
]);

/** Unknown words become `unknown`: Twilio adds statuses over time. */
export function deliveryStatus(status: string): DeliveryStatus {
  return STATUS.get(status) ?? 'unknown';
}

/** One row of a list, or null when it is not a message Skein can use. */
export function readMessage(row: unknown): TwilioMessage | null {
  const parsed = message.safeParse(row);
  return parsed.success ? parsed.data : null;
}

/** What of a message can change after it was first seen. */
export function fingerprint(m: TwilioMessage): string {
  return `${m.status}/${m.error_code ?? ''}/${m.price ?? ''}`;
}

export function isInbound(m: TwilioMessage): boolean {
  return m.direction === 'inbound';
}

/** The event of a listed message; null when its addresses make no sense. */
export function messageEvent(
  m: TwilioMessage,
  media: readonly MediaRef[],
  connectedAt: number,
): CarrierEvent | null {
  const from = parseCarrierAddress(m.from ?? '');
  const to = parseCarrierAddress(m.to ?? '');
  if (!from || !to) return null;
  const fields = {
    remoteId: m.sid,
    from,
    to,
    text: m.body ?? '',
    media,
    occurredAt: m.date_created,
    segments: m.num_segments ?? null,
    price: price(m),
    history: m.date_created < connectedAt,
  };
  if (isInbound(m)) return { type: 'inbound', ...fields };
  return { type: 'outbound', ...fields, status: deliveryStatus(m.status), error: failure(m) };
}

export function statusEvent(m: TwilioMessage): CarrierEvent {
  return {
    type: 'status',
    remoteId: m.sid,
    status: deliveryStatus(m.status),
    error: failure(m),
    segments: m.num_segments ?? null,
    price: price(m),
  };
}

function failure(m: TwilioMessage) {
  return m.error_code ? deliveryError(m.error_code, m.error_message) : null;
}

// Twilio writes charges as negative decimals, and null until they are known.
function price(m: TwilioMessage): Money | null {
  if (!m.price || !/^-?\d{1,10}(?:\.\d{1,10})?$/.test(m.price) || !m.price_unit) return null;
  return { amount: m.price.replace(/^-/, ''), currency: m.price_unit };
}
