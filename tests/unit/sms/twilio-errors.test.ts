import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExchangeError } from '#engine/channels/sms/http-exchange.ts';
import {
  answerError,
  deliveryError,
  networkError,
  retryAfterMs,
  unreadableAnswer,
} from '#engine/channels/sms/twilio/errors.ts';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const body = (code: number) => JSON.stringify({ code, message: 'words', more_info: '', status: 400 });
const create = (status: number, text: string) => answerError(status, text, undefined, NOW, 'create');

describe('answerError', () => {
  it.each([
    [400, 21610, 'opted-out', 'recipient'],
    [400, 21611, 'rate-limited', 'sender'],
    [429, 20429, 'rate-limited', 'account'],
    [401, 20003, 'auth', 'account'],
    [402, 99999, 'insufficient-funds', 'account'],
    [403, 99999, 'auth', 'account'],
    [400, 21211, 'permanent', 'recipient'],
    [400, 21614, 'permanent', 'recipient'],
    [400, 21408, 'permanent', 'account'],
    [400, 21606, 'permanent', 'sender'],
    [400, 21617, 'permanent', 'message'],
    [400, 30034, 'not-registered', 'sender'],
    [400, 30007, 'content-blocked', 'message'],
    [400, 98765, 'permanent', 'message'],
  ])('%i with code %i is %s of the %s', (status, code, kind, scope) => {
    expect(create(status, body(code))).toMatchObject({
      kind,
      scope,
      carrierCode: String(code),
      wire: 'response-received',
    });
  });

  it('holds nothing proved by 5xx, 408, redirects and pages that are not the carrier’s', () => {
    for (const status of [500, 502, 503, 504, 408, 302]) {
      expect(create(status, body(20500)).kind).toBe('ambiguous');
      expect(answerError(status, body(20500), undefined, NOW, 'read').kind).toBe('retryable');
    }
    for (const text of ['<html>', '', '[]', 'null', '{"code":"21610"}', '{}'])
      expect(create(403, text).kind).toBe('ambiguous');
  });

  it('holds a 429 of anybody as not sent', () => {
    expect(create(429, '<html>').kind).toBe('rate-limited');
  });

  it('only ever calls a create proved not sent by a 4xx in the carrier’s shape or a 429', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 300, max: 599 }),
        fc.oneof(fc.string(), fc.json(), fc.integer().map(body)),
        (status, text) => {
          const error = create(status, text);
          const shaped = (() => {
            try {
              return typeof JSON.parse(text)?.code === 'number';
            } catch {
              return false;
            }
          })();
          const proved = status === 429 || (shaped && status >= 400 && status < 500 && status !== 408);
          expect(error.kind === 'ambiguous').toBe(!proved);
          expect(error.message).not.toBe('');
          expect(error.advice).not.toBe('');
        },
      ),
    );
  });
});

describe('networkError', () => {
  it.each([
    ['connect', 'not-connected', 'ECONNREFUSED', 'retryable', 'offline'],
    ['connect-timeout', 'not-connected', undefined, 'retryable', 'offline'],
    ['connect', 'not-connected', 'CERT_HAS_EXPIRED', 'retryable', 'certificate-refused'],
    ['connect', 'not-connected', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'retryable', 'certificate-refused'],
    ['timeout', 'request-written-no-response', undefined, 'ambiguous', 'maybe-sent'],
    ['lost', 'request-written-no-response', 'ECONNRESET', 'ambiguous', 'maybe-sent'],
  ] as const)('%s while %s (%s) is %s', (failure, wire, systemCode, kind, code) => {
    expect(networkError(new ExchangeError(failure, wire, systemCode), 'create')).toMatchObject({
      kind,
      code,
      wire,
    });
    expect(networkError(new ExchangeError(failure, wire, systemCode), 'read').kind).toBe('retryable');
  });

  it('an unreadable success may be a sent text', () => {
    expect(unreadableAnswer(201, 'create').kind).toBe('ambiguous');
    expect(unreadableAnswer(200, 'read').kind).toBe('retryable');
  });
});

describe('retryAfterMs', () => {
  it.each([
    ['300', 300_000],
    ['0', 0],
    ['Mon, 02 Mar 2026 12:05:00 GMT', 300_000],
    ['Mon, 02 Mar 2026 11:00:00 GMT', 0],
    ['999999999', 86_400_000],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j is %s', (header, expected) => {
    expect(retryAfterMs(header, NOW)).toBe(expected);
  });
});

describe('deliveryError', () => {
  it.each([
    [30003, 'unreachable'],
    [30005, 'number-gone'],
    [30006, 'not-mobile'],
    [30007, 'filtered'],
    [30008, 'delivery-unknown'],
    [30032, 'not-registered'],
    [1, 'refused'],
  ])('%i is %s', (code, expected) => {
    expect(deliveryError(code, 'words').toInfo()).toMatchObject({
      code: expected,
      detail: `${code} words`,
    });
  });
});
