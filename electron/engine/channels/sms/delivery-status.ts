/** How far a text has got. Reports arrive late, twice and out of order; merging them must not depend on that. */

/** From least to most conclusive: a late "delivered" overrules "undelivered", nothing overrules "read". */
const ORDER = [
  'unknown',
  'scheduled',
  'queued',
  'sending',
  'sent',
  'canceled',
  'failed',
  'undelivered',
  'delivered',
  'read',
] as const;

export type DeliveryStatus = (typeof ORDER)[number];

/** Join of two reports: the more conclusive one. Commutative, associative and idempotent. */
export function mergeStatus(a: DeliveryStatus, b: DeliveryStatus): DeliveryStatus {
  return ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b;
}

/** No further report is expected, so the text need not be asked about again. */
export function isTerminal(status: DeliveryStatus): boolean {
  return ORDER.indexOf(status) >= ORDER.indexOf('canceled');
}

/** Every status, least conclusive first. */
export const deliveryStatuses: readonly DeliveryStatus[] = ORDER;
