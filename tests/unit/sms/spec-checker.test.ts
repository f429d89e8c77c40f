import { describe, expect, it } from 'vitest';
import type { ObservedExchange } from '#rig/twilio-simulator/simulator.ts';
import { findTwilioSpec, SpecChecker } from '#rig/twilio-simulator/spec-checker.ts';

const file = findTwilioSpec();
const base = `http://127.0.0.1/2010-04-01/Accounts/AC${'a'.repeat(32)}`;

// Needs the vendor's description (SKEIN_CARRIER_SPECS); see spec-checker.ts.
describe.skipIf(!file)('SpecChecker', () => {
  const violations = (
    exchange: Partial<ObservedExchange> & { path: string; body?: Record<string, string> },
  ) => {
    const checker = new SpecChecker(file ?? '');
    const { path, body = {}, ...rest } = exchange;
    checker.check({
      method: 'GET',
      url: new URL(base + path),
      form: new URLSearchParams(body),
      contentType: rest.method === 'POST' ? 'application/x-www-form-urlencoded' : null,
      status: 200,
      json: { messages: [] },
      faulty: false,
      ...rest,
    });
    return checker.violations;
  };
  const post = { method: 'POST', path: '/Messages.json', status: 201, json: {} };

  it('has nothing against what is described', () => {
    expect(violations({ path: '/Messages.json?To=%2B15555550100&PageSize=200' })).toEqual([]);
    expect(violations({ ...post, body: { To: '+15555550101', Body: 'hi', SmartEncoded: 'false' } })).toEqual(
      [],
    );
  });

  it.each([
    ['an unknown query parameter', { path: '/Messages.json?Limit=200' }],
    ['a page too large', { path: '/Messages.json?PageSize=2000' }],
    ['a missing recipient', { ...post, body: { Body: 'hi' } }],
    ['an unknown form field', { ...post, body: { To: '+15555550101', Text: 'hi' } }],
    ['a wrong type', { ...post, body: { To: '+15555550101', SmartEncoded: 'no' } }],
    ['a JSON body', { ...post, contentType: 'application/json' }],
    ['an unknown answer field', { path: '/Messages.json', json: { messages: [{ text: 'hi' }] } }],
    ['an unknown status', { path: '/Messages.json', json: { messages: [{ status: 'teleported' }] } }],
    ['an undescribed success', { path: '/Messages.json', status: 202 }],
  ])('finds %s', (_, exchange) => {
    expect(violations(exchange)).not.toEqual([]);
  });
});
