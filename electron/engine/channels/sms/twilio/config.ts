/** Settings of one Twilio account and number, checked before anything is sent anywhere. */
import type { E164 } from '#shared/text/phone-address.ts';
import { CarrierError } from '../carrier-error.ts';

export interface TwilioConfig {
  accountSid: string;
  /** API key SID (preferred: it can be revoked alone); null when `secret` is the account's auth token. */
  keySid: string | null;
  secret: string;
  /** Another origin with the same API; null for Twilio's own. */
  baseUrl: string | null;
  number: E164;
  /** Texts before this moment are not brought in (ms since the epoch). */
  historyFrom: number;
  /** When the account was connected: texts before it are history (ms since the epoch). */
  connectedAt: number;
}

export interface TwilioLimits {
  connectTimeoutMs: number;
  responseTimeoutMs: number;
  /** Largest JSON answer. */
  maxAnswerBytes: number;
  /** Rows per list page, at most 1000. */
  pageSize: number;
  /** List pages read in one poll. */
  pagesPerPoll: number;
  /** List pages read to find one text again. */
  pagesPerReconcile: number;
  /** Rows one catch-up may walk before it is given up with a gap. */
  maxWalkRows: number;
}

export const defaultLimits: TwilioLimits = {
  connectTimeoutMs: 15_000,
  responseTimeoutMs: 30_000,
  maxAnswerBytes: 8 * 1024 * 1024,
  pageSize: 200,
  pagesPerPoll: 5,
  pagesPerReconcile: 20,
  maxWalkRows: 100_000,
};

const TWILIO_ORIGIN = 'https://api.twilio.com';

/** The origin to talk to. Plain http is for loopback only: the secret travels in every request. */
export function twilioOrigin(config: Pick<TwilioConfig, 'accountSid' | 'keySid' | 'baseUrl'>): URL {
  if (!/^AC[0-9a-f]{32}$/i.test(config.accountSid)) {
    throw invalid(
      'An account SID is AC and 32 hexadecimal digits.',
      'Copy the account SID from the Twilio console.',
    );
  }
  if (config.keySid !== null && !/^SK[0-9a-f]{32}$/i.test(config.keySid)) {
    throw invalid(
      'An API key SID is SK and 32 hexadecimal digits.',
      'Copy the key SID, or leave it empty and give the auth token.',
    );
  }
  let origin: URL;
  try {
    origin = new URL(config.baseUrl ?? TWILIO_ORIGIN);
  } catch {
    throw invalid('The base URL is not a URL.', `Leave it empty to use ${TWILIO_ORIGIN}.`);
  }
  const secure = origin.protocol === 'https:' || (origin.protocol === 'http:' && isLoopback(origin.hostname));
  if (!secure) throw invalid('The base URL must be https.', 'Plain http is allowed to this computer only.');
  if (origin.username || origin.password || origin.search || origin.hash || origin.pathname !== '/') {
    throw invalid('The base URL must be an origin only.', `For example ${TWILIO_ORIGIN}.`);
  }
  return origin;
}

/** Whether a host name is this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

function invalid(message: string, advice: string): CarrierError {
  return new CarrierError({
    code: 'bad-settings',
    kind: 'permanent',
    scope: 'account',
    wire: 'not-connected',
    message,
    advice,
  });
}
