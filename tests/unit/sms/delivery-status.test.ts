import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DeliveryStatus,
  deliveryStatuses,
  isTerminal,
  mergeStatus,
} from '#engine/channels/sms/delivery-status.ts';

const status = fc.constantFrom(...deliveryStatuses);

describe('mergeStatus', () => {
  it('does not depend on the order or repetition of reports', () => {
    fc.assert(
      fc.property(
        fc.array(status, { minLength: 1, maxLength: 8 }),
        fc.infiniteStream(fc.nat()),
        (reports, picks) => {
          const shuffled = [...reports, ...reports];
          for (let i = shuffled.length - 1; i > 0; i--) {
            const j = (picks.next().value as number) % (i + 1);
            [shuffled[i], shuffled[j]] = [shuffled[j] as DeliveryStatus, shuffled[i] as DeliveryStatus];
          }
          expect(shuffled.reduce(mergeStatus)).toBe(reports.reduce(mergeStatus));
        },
      ),
    );
  });

  it('is a join: commutative, associative, idempotent, never going back', () => {
    fc.assert(
      fc.property(status, status, status, (a, b, c) => {
        expect(mergeStatus(a, b)).toBe(mergeStatus(b, a));
        expect(mergeStatus(mergeStatus(a, b), c)).toBe(mergeStatus(a, mergeStatus(b, c)));
        expect(mergeStatus(a, a)).toBe(a);
        expect(mergeStatus(mergeStatus(a, b), a)).toBe(mergeStatus(a, b));
        if (isTerminal(a)) expect(isTerminal(mergeStatus(a, b))).toBe(true);
      }),
    );
  });

  it.each<[DeliveryStatus, DeliveryStatus, DeliveryStatus]>([
    ['sent', 'delivered', 'delivered'],
    ['delivered', 'sent', 'delivered'],
    ['undelivered', 'delivered', 'delivered'],
    ['failed', 'sent', 'failed'],
    ['queued', 'unknown', 'queued'],
    ['delivered', 'read', 'read'],
  ])('%s then %s is %s', (a, b, merged) => {
    expect(mergeStatus(a, b)).toBe(merged);
  });
});
