/** Where the browser comes back to after a sign-in: a web server of one answer on 127.0.0.1 (RFC 8252 section 7.3). */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { returnPage } from './return-page.ts';

export interface LoopbackRedirect {
  /** With the port that was free. */
  redirectUri: string;
  /** The address the browser came back with; rejects with the signal's reason. */
  answer: Promise<URL>;
  close(): void;
}

/**
 * Listens until the browser comes back with `state`. What else knocks (another page, another program, a guessed state)
 * is refused and changes nothing: only who was told the state can end the sign-in, and only once.
 */
export async function listenForRedirect(
  host: '127.0.0.1' | 'localhost',
  state: string,
  signal: AbortSignal,
): Promise<LoopbackRedirect> {
  const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 10_000 });
  server.maxConnections = 20;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const redirectUri = `http://${host}:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.close();
    server.closeIdleConnections();
  };
  const answer = new Promise<URL>((resolve, reject) => {
    const stop = () => {
      close();
      reject(signal.reason);
    };
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const url = answered(request, redirectUri);
      if (url?.searchParams.get('state') !== state) return respond(response, 404, 'unknown');
      signal.removeEventListener('abort', stop);
      respond(response, 200, url.searchParams.has('code') ? 'done' : 'denied');
      response.once('close', close);
      resolve(url);
    });
  });
  // Who stops reading before the answer is there still hears of it in the generator.
  answer.catch(() => {});
  return { redirectUri, answer, close };
}

/** The request as an address, when it can be the browser's. Another Host is a page that had this name resolved to us. */
function answered({ method, url = '', headers }: IncomingMessage, redirectUri: string): URL | null {
  if (method !== 'GET' || headers.host !== new URL(redirectUri).host || !URL.canParse(url, redirectUri))
    return null;
  const parsed = new URL(url, redirectUri);
  return parsed.pathname === '/' ? parsed : null;
}

function respond(response: ServerResponse, status: number, outcome: Parameters<typeof returnPage>[0]): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(returnPage(outcome));
}
