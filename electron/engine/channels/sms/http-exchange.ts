/**
 * One HTTP request on a connection of its own, with proof of how far it got. `fetch` cannot tell a connection
 * that failed from a request that was lost; for a request that costs money and reaches a person that is the
 * whole question, so this stands on node:http(s).
 */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { WireProof } from './carrier-error.ts';

export interface ExchangeRequest {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  url: URL;
  headers: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  /** Bytes of the answer's body after which it is cut off. */
  maxBytes: number;
  connectTimeoutMs: number;
  /** From the moment the request is written to the last byte of the answer. */
  responseTimeoutMs: number;
  signal: AbortSignal;
}

export interface ExchangeResponse {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

export type ExchangeFailure = 'connect' | 'connect-timeout' | 'timeout' | 'lost' | 'too-large' | 'aborted';

export class ExchangeError extends Error {
  override readonly name = 'ExchangeError';
  constructor(
    readonly failure: ExchangeFailure,
    readonly wire: WireProof,
    /** System error code such as ECONNREFUSED, when there is one. */
    readonly systemCode: string | undefined,
  ) {
    super(`HTTP exchange failed: ${failure}${systemCode ? ` (${systemCode})` : ''}`);
  }
}

/** Performs the exchange; follows no redirect, repeats nothing. Throws ExchangeError only. */
export function exchange(request: ExchangeRequest): Promise<ExchangeResponse> {
  return new Promise((resolve, reject) => {
    let wire: WireProof = 'not-connected';
    let timer: NodeJS.Timeout | undefined;
    let settled = false;

    const secure = request.url.protocol === 'https:';
    const outgoing = (secure ? httpsRequest : httpRequest)(request.url, {
      method: request.method,
      headers: { ...request.headers, 'accept-encoding': 'identity', connection: 'close' },
      agent: false,
    });

    const finish = () => {
      settled = true;
      clearTimeout(timer);
      request.signal.removeEventListener('abort', onAbort);
    };
    const fail = (failure: ExchangeFailure, systemCode?: string) => {
      if (settled) return;
      finish();
      outgoing.destroy();
      reject(new ExchangeError(failure, wire, systemCode));
    };
    const onAbort = () => fail('aborted');
    const within = (ms: number, failure: ExchangeFailure) => {
      clearTimeout(timer);
      timer = setTimeout(() => fail(failure), ms);
    };

    // Nothing is written before end(): until then the request provably was not made.
    const write = () => {
      if (settled) return;
      wire = 'request-written-no-response';
      within(request.responseTimeoutMs, 'timeout');
      outgoing.end(request.body);
    };

    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      fail(wire === 'not-connected' ? 'connect' : 'lost', error.code);
    });
    outgoing.on('socket', (socket) => socket.once(secure ? 'secureConnect' : 'connect', write));
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > request.maxBytes) fail('too-large');
        else chunks.push(chunk);
      });
      response.on('error', (error: NodeJS.ErrnoException) => fail('lost', error.code));
      response.on('close', () => {
        if (!response.complete) fail('lost');
      });
      response.on('end', () => {
        if (settled || !response.complete) return;
        finish();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
    });

    within(request.connectTimeoutMs, 'connect-timeout');
    if (request.signal.aborted) onAbort();
    else request.signal.addEventListener('abort', onAbort, { once: true });
  });
}
