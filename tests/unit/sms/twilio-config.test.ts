import { describe, expect, it } from 'vitest';
import { twilioOrigin } from '#engine/channels/sms/twilio/config.ts';
import { deliveryStatus, messageEvent, readMessage } from '#engine/channels/sms/twilio/events.ts';

const SID = `AC${'a'.repeat(32)}`;
const origin = (baseUrl: string | null, accountSid = SID, keySid: string | null = null) =>
  twilioOrigin({ accountSid, keySid, baseUrl }).origin;

describe('twilioOrigin', () => {
  it.each([
    [null, 'https://api.twilio.com'],
    ['https://api.dublin.ie1.twilio.com', 'https://api.dublin.ie1.twilio.com'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
    ['http://localhost', 'http://localhost'],
  ])('%j is allowed', (baseUrl, expected) => {
    expect(origin(baseUrl)).toBe(expected);
  });

  it.each([
    'http://api.twilio.com',
    'http://127.0.0.1.example.org',
    'http://localhost.example.org',
    'ftp://api.twilio.com',
    'https://user:pw@api.twilio.com',
    'https://api.twilio.com/proxy?x=1',
    'not a url',
  ])('%j is refused', (baseUrl) => {
    expect(() => origin(baseUrl)).toThrow(expect.objectContaining({ code: 'bad-settings' }));
  });

  it('refuses SIDs that are none, before they get into a path', () => {
    expect(() => origin(null, '../../x')).toThrow(expect.objectContaining({ code: 'bad-settings' }));
    expect(() => origin(null, SID, 'SKx')).toThrow(expect.objectContaining({ code: 'bad-settings' }));
  });
});

describe('readMessage', () => {
  const listed = {
    sid: `SM${'b'.repeat(32)}`,
    direction: 'inbound',
    status: 'received',
    from: '+15555550101',
    to: '+15555550100',
    body: 'hi',
    num_media: '0',
    num_segments: '1',
    date_created: 'Mon, 02 Mar 2026 12:00:00 +0000',
    error_code: null,
    error_message: null,
    price: '-0.00750',
    price_unit: 'USD',
  };
  const event = (row: object) => {
    const message = readMessage(row);
    return message && messageEvent(message, [], 0);
  };

  it('keeps the price as a positive decimal string', () => {
    expect(event(listed)).toMatchObject({ price: { amount: '0.00750', currency: 'USD' } });
    expect(event({ ...listed, price: null })).toMatchObject({ price: null });
    expect(event({ ...listed, price: 'free' })).toMatchObject({ price: null });
  });

  it('keeps short codes and names as they are', () => {
    expect(event({ ...listed, from: '72727' })).toMatchObject({
      from: { kind: 'shortcode', value: '72727' },
    });
    expect(event({ ...listed, from: 'ACME' })).toMatchObject({ from: { kind: 'alpha', value: 'ACME' } });
  });

  it('takes a missing body and odd numbers', () => {
    expect(event({ ...listed, body: null, num_media: 'x', num_segments: null })).toMatchObject({
      text: '',
      segments: null,
    });
  });

  it.each([
    { ...listed, sid: '../x' },
    { ...listed, date_created: 'yesterday' },
    { ...listed, direction: undefined },
    null,
    'text',
    [],
  ])('passes over a row that is no message (%#)', (row) => {
    expect(readMessage(row)).toBeNull();
  });

  it('takes statuses it does not know as unknown', () => {
    expect(deliveryStatus('teleported')).toBe('unknown');
    expect(deliveryStatus('constructor')).toBe('unknown');
  });
});
