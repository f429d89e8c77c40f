import { describe, expect, it } from 'vitest';
import type { UnresolvedText } from '#engine/channels/sms/ports.ts';
import {
  backoffMs,
  creationWindow,
  nextLookAt,
  nextRefreshAt,
  pollDelayMs,
  provesAbsence,
} from '#engine/channels/sms/schedule.ts';

const MINUTE = 60_000;
const text: UnresolvedText = {
  clientRef: 'a',
  state: 'ambiguous',
  to: { kind: 'e164', value: '+15555550101' },
  text: 'ok',
  mediaCount: 0,
  wireStartedAt: 0,
  wireEndedAt: 1000,
  skewMs: 0,
  misses: 1,
  firstMissAt: 5 * MINUTE,
  lastMissAt: 5 * MINUTE,
};

describe('polling', () => {
  it('is quick in front, slow behind, and backs off to a quarter of an hour', () => {
    expect(pollDelayMs(true, 0, 5000)).toBeLessThanOrEqual(10_000);
    expect(pollDelayMs(true, 0, 30_000)).toBe(30_000);
    expect(pollDelayMs(false, 0, 5000)).toBe(MINUTE);
    expect(pollDelayMs(false, 50, 5000)).toBe(15 * MINUTE);
    expect(backoffMs(1, 0)).toBe(3750);
    expect(backoffMs(1, 0.999)).toBeLessThan(6250);
    expect(backoffMs(1000, 0.5)).toBe(15 * MINUTE);
  });
});

describe('proof that a text was not sent', () => {
  it('needs two lists a minute apart, the last after all that was sent must show', () => {
    const visible = creationWindow(text, 0).notAfter;
    expect(provesAbsence(text, visible + 1, 0, 12 * MINUTE)).toBe(true);
    expect(provesAbsence(text, visible, 0, 12 * MINUTE)).toBe(false);
    expect(provesAbsence({ ...text, firstMissAt: 12 * MINUTE - 59_000 }, visible + 1, 0, 12 * MINUTE)).toBe(
      false,
    );
    expect(provesAbsence({ ...text, firstMissAt: null }, visible + 1, 0, 12 * MINUTE)).toBe(false);
  });

  it('allows for a clock that was set meanwhile', () => {
    const hour = 60 * MINUTE;
    expect(creationWindow({ ...text, skewMs: hour }, 0)).toEqual({
      notBefore: -2 * MINUTE,
      notAfter: hour + 1000 + 10 * MINUTE,
    });
    expect(creationWindow({ ...text, skewMs: null }, hour)).toEqual({
      notBefore: hour - 2 * MINUTE,
      notAfter: hour + 1000 + 10 * MINUTE,
    });
  });

  it('looks soon, then rarely, and not by itself once the user is asked', () => {
    expect(nextLookAt({ ...text, misses: 0, lastMissAt: null })).toBe(3000);
    expect(nextLookAt(text)).toBe(5 * MINUTE + 10_000);
    expect(nextLookAt({ ...text, state: 'needs-human' })).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('nextRefreshAt', () => {
  it('asks after 5 s, 15 s, 1, 5, 30 min, then hourly', () => {
    const asked: number[] = [];
    for (let at: number | null = null; asked.length < 7; ) {
      at = nextRefreshAt({ remoteId: 'x', acceptedAt: 0, refreshedAt: at });
      asked.push(at / 1000);
    }
    expect(asked).toEqual([5, 15, 60, 300, 1800, 5400, 9000]);
  });
});
