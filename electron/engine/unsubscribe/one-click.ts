/**
 * The request of RFC 8058 section 3.2. It tells the list's server nothing but what the URI says: no cookies, no
 * authorization, no referrer. It goes to a public address only, over TLS that was verified.
 */
import { request } from 'node:https';
import { isIP } from 'node:net';
import { UnsubscribeError } from './errors.ts';
import { isPublicAddress, publicLookup } from './public-address.ts';

const BODY = 'List-Unsubscribe=One-Click';
const TIME_LIMIT_MS = 15_000;

export interface OneClickOptions {
  /** Milliseconds from the look-up of the name to the answer's status. */
  timeLimitMs?: number;
  /** For tests: PEM of the only authority that is trusted; servers it vouches for may be on this computer. */
  testAuthority?: string | null;
}

/** Asks once, and follows no redirect. Resolves when the server says that it did (2xx). Rejects with UnsubscribeError. */
export async function askOneClick(uri: string, options: OneClickOptions = {}): Promise<void> {
  const url = new URL(uri);
  const { host } = url;
  const numeric = url.hostname.replace(/^\[|\]$/g, '');
  const authority = options.testAuthority ?? null;
  if (url.protocol !== 'https:') throw new UnsubscribeError('unsubscribe-local', host);
  // A name is checked when it is resolved; a number is not resolved.
  if (authority === null && isIP(numeric) !== 0 && !isPublicAddress(numeric))
    throw new UnsubscribeError('unsubscribe-local', host);
  const status = await post(url, authority, options.timeLimitMs ?? TIME_LIMIT_MS);
  if (status >= 200 && status < 300) return;
  // Section 3.1: the list's server must not redirect; what it redirects to was never named by the list.
  const code = status >= 300 && status < 400 ? 'unsubscribe-redirected' : 'unsubscribe-refused';
  throw new UnsubscribeError(code, host, `HTTP ${status}`);
}

/** The status of the answer, whose body is not read. */
function post(url: URL, authority: string | null, timeLimitMs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let asked = false;
    const outgoing = request(url, {
      method: 'POST',
      agent: false,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(BODY),
        'user-agent': 'Skein',
        connection: 'close',
      },
      signal: AbortSignal.timeout(timeLimitMs),
      ...(authority === null ? { lookup: publicLookup } : { ca: authority }),
    });
    // Nothing is written before the certificate was verified.
    outgoing.on('socket', (socket) =>
      socket.once('secureConnect', () => {
        asked = true;
        outgoing.end(BODY);
      }),
    );
    outgoing.on('response', (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => reject(explain(error, url.host, asked)));
  });
}

/** Of OpenSSL and Node's own check of the name. */
const CERTIFICATE = /^(CERT_|ERR_TLS_CERT|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH)/;

function explain(error: NodeJS.ErrnoException, host: string, asked: boolean): UnsubscribeError {
  if (error instanceof UnsubscribeError) return error;
  const code = error.name === 'AbortError' ? 'timeout' : (error.code ?? error.name);
  if (asked) return new UnsubscribeError('unsubscribe-no-answer', host, code);
  if (CERTIFICATE.test(code)) return new UnsubscribeError('unsubscribe-certificate', host, code);
  return new UnsubscribeError('unsubscribe-unreachable', host, code);
}
