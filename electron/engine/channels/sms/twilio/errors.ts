/** Twilio's error codes as data (https://www.twilio.com/docs/api/errors), and what an answer proves. */
import { CarrierError, type ErrorKind, type ErrorScope, type WireProof } from '../carrier-error.ts';
import type { ExchangeError } from '../http-exchange.ts';

interface Meaning {
  code: string;
  kind: ErrorKind;
  scope: ErrorScope;
  message: string;
  advice: string;
}

const KEYS = 'Check the account SID and the API key in the account’s settings.';
const NUMBER = 'Check the number.';

const meanings = {
  auth: m('login-refused', 'auth', 'account', 'Twilio refused the account’s key.', KEYS),
  suspended: m(
    'account-suspended',
    'auth',
    'account',
    'Twilio has suspended the account.',
    'See the Twilio console.',
  ),
  forbidden: m(
    'not-permitted',
    'auth',
    'account',
    'The key may not do this.',
    'Use a key with access to messaging.',
  ),
  funds: m(
    'insufficient-funds',
    'insufficient-funds',
    'account',
    'The Twilio account has no credit left.',
    'Add credit in the Twilio console, then resume.',
  ),
  rate: m(
    'rate-limited',
    'rate-limited',
    'account',
    'Twilio asks to slow down.',
    'Skein waits and goes on by itself.',
  ),
  queue: m(
    'queue-full',
    'rate-limited',
    'sender',
    'Too many texts are waiting at Twilio for this number.',
    'Skein waits and goes on by itself.',
  ),
  optedOut: m(
    'opted-out',
    'opted-out',
    'recipient',
    'The recipient asked for no more texts (STOP).',
    'They can text START to this number to allow them again.',
  ),
  badTo: m('bad-recipient', 'permanent', 'recipient', 'The number cannot be texted.', NUMBER),
  landline: m(
    'not-mobile',
    'permanent',
    'recipient',
    'The number cannot receive texts.',
    'It may be a landline; try another number of this person.',
  ),
  gone: m('number-gone', 'permanent', 'recipient', 'The number is not in service or blocks texts.', NUMBER),
  geo: m(
    'country-not-allowed',
    'permanent',
    'account',
    'The account may not text this country.',
    'Allow the country under Messaging, Geo permissions in the Twilio console.',
  ),
  badFrom: m(
    'bad-sender',
    'permanent',
    'sender',
    'Texts cannot be sent from this number.',
    'Check that the number belongs to the account and can send texts.',
  ),
  tooLong: m(
    'too-long',
    'permanent',
    'message',
    'The text is longer than 1600 characters.',
    'Shorten it or send it in two.',
  ),
  empty: m('empty-text', 'permanent', 'message', 'The text has neither words nor media.', 'Write something.'),
  media: m(
    'bad-media',
    'permanent',
    'message',
    'Twilio could not fetch or accept the attachment.',
    'Check its address, type and size.',
  ),
  filtered: m(
    'filtered',
    'content-blocked',
    'message',
    'A carrier’s filter blocked the text.',
    'Reword it; shortened links are often the cause.',
  ),
  registration: m(
    'not-registered',
    'not-registered',
    'sender',
    'The number is not registered for texts to this country’s networks.',
    'Complete the registration (A2P 10DLC or toll-free verification) in the Twilio console.',
  ),
  unreachable: m(
    'unreachable',
    'retryable',
    'recipient',
    'The phone could not be reached.',
    'It may be switched off; try again later.',
  ),
  unknownDelivery: m(
    'delivery-unknown',
    'retryable',
    'recipient',
    'The network did not say why the text failed.',
    'Try again later.',
  ),
  notFound: m(
    'not-found',
    'permanent',
    'message',
    'Twilio does not have this any more.',
    'It may have been deleted there.',
  ),
  notYet: m(
    'not-finished',
    'retryable',
    'message',
    'The text is still on its way and cannot be changed yet.',
    'Skein tries again later.',
  ),
  refused: m('refused', 'permanent', 'message', 'Twilio refused the text.', 'See what Twilio said.'),
  lost: m(
    'maybe-sent',
    'ambiguous',
    'network',
    'The connection broke before Twilio answered: the text may have been sent.',
    'Skein checks with Twilio before it tries again.',
  ),
  noConnection: m(
    'offline',
    'retryable',
    'network',
    'Twilio could not be reached.',
    'Skein tries again when the network is back.',
  ),
  tls: m(
    'certificate-refused',
    'retryable',
    'network',
    'The connection to Twilio is not trustworthy: its certificate was refused.',
    'Check the computer’s clock and whether a proxy intercepts connections.',
  ),
  server: m(
    'server-trouble',
    'retryable',
    'network',
    'Twilio has trouble answering.',
    'Skein tries again by itself.',
  ),
  nonsense: m(
    'unreadable-answer',
    'retryable',
    'network',
    'Twilio’s answer could not be read.',
    'Skein tries again by itself.',
  ),
} as const;

const BY_CODE: Readonly<Record<number, Meaning>> = {
  20003: meanings.auth,
  20004: meanings.forbidden,
  20005: meanings.suspended,
  20008: meanings.forbidden,
  20009: meanings.notYet,
  20404: meanings.notFound,
  20429: meanings.rate,
  11200: meanings.media,
  12300: meanings.media,
  14107: meanings.queue,
  21211: meanings.badTo,
  21212: meanings.badFrom,
  21408: meanings.geo,
  21602: meanings.empty,
  21603: meanings.badFrom,
  21604: meanings.badTo,
  21605: meanings.tooLong,
  21606: meanings.badFrom,
  21608: meanings.badTo,
  21610: meanings.optedOut,
  21611: meanings.queue,
  21612: meanings.badTo,
  21614: meanings.landline,
  21617: meanings.tooLong,
  21619: meanings.empty,
  21620: meanings.media,
  21623: meanings.media,
  30001: meanings.queue,
  30002: meanings.suspended,
  30003: meanings.unreachable,
  30004: meanings.gone,
  30005: meanings.gone,
  30006: meanings.landline,
  30007: meanings.filtered,
  30008: meanings.unknownDelivery,
  30019: meanings.media,
  30032: meanings.registration,
  30034: meanings.registration,
};

function m(code: string, kind: ErrorKind, scope: ErrorScope, message: string, advice: string): Meaning {
  return { code, kind, scope, message, advice };
}

interface AnswerFacts {
  httpStatus?: number;
  carrierCode?: string;
  carrierText?: string;
  retryAfterMs?: number;
}

function error(meaning: Meaning, wire: WireProof, facts: AnswerFacts = {}): CarrierError {
  return new CarrierError({ ...meaning, wire, ...facts });
}

/** Why a text that Twilio accepted was not delivered (`error_code` of a message). */
export function deliveryError(code: number, text: string | null): CarrierError {
  const meaning = BY_CODE[code] ?? meanings.refused;
  return error(meaning, 'response-received', { carrierCode: String(code), carrierText: text ?? undefined });
}

/** What a request was for: only a lost `create` leaves open whether a text was sent. */
export type Purpose = 'create' | 'read';

/** Maps a failed exchange by what the network layer proved. */
export function networkError(thrown: ExchangeError, purpose: Purpose): CarrierError {
  const notSent = thrown.wire === 'not-connected' || thrown.wire === 'request-not-written';
  const facts = { carrierText: thrown.systemCode ?? thrown.failure };
  if (!notSent && purpose === 'create') return error(meanings.lost, thrown.wire, facts);
  const certificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL|EPROTO/.test(
    thrown.systemCode ?? '',
  );
  return error(
    certificate ? meanings.tls : notSent ? meanings.noConnection : meanings.server,
    thrown.wire,
    facts,
  );
}

/** A 2xx whose body is not what the API documents: for a `create`, the text may well have been sent. */
export function unreadableAnswer(httpStatus: number, purpose: Purpose): CarrierError {
  return error(purpose === 'create' ? meanings.lost : meanings.nonsense, 'response-received', { httpStatus });
}

/**
 * Maps an answer that is not 2xx. A 4xx in Twilio's own error shape, and 429, prove that nothing was sent; a
 * 5xx, 408, a redirect or a proxy's page prove nothing.
 */
export function answerError(
  httpStatus: number,
  body: string,
  retryAfter: string | undefined,
  now: number,
  purpose: Purpose,
): CarrierError {
  const shape = errorShape(body);
  const facts: AnswerFacts = {
    httpStatus,
    carrierCode: shape ? String(shape.code) : undefined,
    carrierText: shape?.message,
    retryAfterMs: retryAfterMs(retryAfter, now),
  };
  const answered = 'response-received' as const;
  if (httpStatus === 429)
    return error(shape?.code === 14107 ? meanings.queue : meanings.rate, answered, facts);
  const proven = shape !== null && httpStatus >= 400 && httpStatus < 500 && httpStatus !== 408;
  if (!proven) return error(purpose === 'create' ? meanings.lost : meanings.server, answered, facts);
  const known = BY_CODE[shape.code];
  if (known) return error(known, answered, facts);
  if (httpStatus === 401) return error(meanings.auth, answered, facts);
  if (httpStatus === 402) return error(meanings.funds, answered, facts);
  if (httpStatus === 403) return error(meanings.forbidden, answered, facts);
  if (httpStatus === 404) return error(meanings.notFound, answered, facts);
  return error(meanings.refused, answered, facts);
}

function errorShape(body: string): { code: number; message: string } | null {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null) return null;
    const { code, message } = parsed as { code?: unknown; message?: unknown };
    if (typeof code !== 'number') return null;
    return { code, message: typeof message === 'string' ? message.slice(0, 500) : '' };
  } catch {
    return null;
  }
}

const LONGEST_WAIT = 24 * 3600_000;

/** Retry-After as ms (RFC 9110 §10.2.3: seconds or a date), at most a day; undefined when absent or nonsense. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (!header) return undefined;
  const wait = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), LONGEST_WAIT) : undefined;
}
