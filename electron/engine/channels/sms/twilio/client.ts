/** Requests to Twilio's REST API: authentication, limits, and answers that are checked before use. */
import type { z } from 'zod';
import { CarrierError } from '../carrier-error.ts';
import { ExchangeError, type ExchangeResponse, exchange } from '../http-exchange.ts';
import { isLoopback, type TwilioConfig, type TwilioLimits, twilioOrigin } from './config.ts';
import { answerError, networkError, type Purpose, unreadableAnswer } from './errors.ts';

const MAX_REDIRECTS = 5;

export class TwilioClient {
  readonly #origin: URL;
  readonly #base: string;
  readonly #authorization: string;
  readonly #limits: TwilioLimits;
  #skewMs: number | null = null;

  /** Throws CarrierError `bad-settings`. */
  constructor(
    config: TwilioConfig,
    limits: TwilioLimits,
    readonly now: () => number,
  ) {
    this.#origin = twilioOrigin(config);
    this.#base = `/2010-04-01/Accounts/${config.accountSid}`;
    this.#limits = limits;
    const user = config.keySid ?? config.accountSid;
    this.#authorization = `Basic ${Buffer.from(`${user}:${config.secret}`).toString('base64')}`;
  }

  /** Twilio's clock minus ours in ms, from the last `Date` header; null before the first answer. */
  get skewMs(): number | null {
    return this.#skewMs;
  }

  /** GET of a path under the account (`/Messages.json`); throws CarrierError. */
  async get<T>(
    path: string,
    query: Readonly<Record<string, string>>,
    schema: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const url = this.#url(path);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return this.#readJson(await this.#call('GET', url, undefined, 'read', signal), schema, 'read');
  }

  /** GET of a `next_page_uri`, which must stay inside the account. */
  async getPage<T>(uri: string, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    const url = this.#pageUrl(uri);
    return this.#readJson(await this.#call('GET', url, undefined, 'read', signal), schema, 'read');
  }

  /** POST of a form. One attempt; a lost answer is `ambiguous` when the purpose is `create`. */
  async post<T>(
    path: string,
    form: URLSearchParams,
    schema: z.ZodType<T>,
    purpose: Purpose,
    signal: AbortSignal,
  ): Promise<T> {
    const response = await this.#call('POST', this.#url(path), form.toString(), purpose, signal);
    return this.#readJson(response, schema, purpose);
  }

  /** DELETE; false when it was gone already. */
  async delete(path: string, signal: AbortSignal): Promise<boolean> {
    try {
      await this.#call('DELETE', this.#url(path), undefined, 'read', signal);
      return true;
    } catch (thrown) {
      if (thrown instanceof CarrierError && thrown.httpStatus === 404) return false;
      throw thrown;
    }
  }

  /**
   * Bytes of a media resource. Redirects are followed; the key goes to Twilio's origin only and plain http is
   * refused. Throws CarrierError: `media-gone`, `media-too-large`, `media-redirect`.
   */
  async getBytes(path: string, maxBytes: number, signal: AbortSignal): Promise<Buffer> {
    let url = this.#url(path);
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const own = url.origin === this.#origin.origin;
      const response = await this.#exchange('GET', url, undefined, 'read', signal, own, maxBytes);
      if (response.status >= 200 && response.status < 300) return response.body;
      if (response.status === 404 || response.status === 410)
        throw mediaError('media-gone', 'The attachment is not at Twilio any more.', response.status);
      const location = response.headers.location;
      if (response.status < 300 || response.status >= 400 || !location)
        throw this.#answerError(response, 'read');
      url = this.#redirect(url, location);
    }
    throw mediaError('media-redirect', 'The attachment’s address leads in circles.');
  }

  #redirect(from: URL, location: string): URL {
    let to: URL;
    try {
      to = new URL(location, from);
    } catch {
      throw mediaError('media-redirect', 'The attachment’s address is not valid.');
    }
    const local = isLoopback(this.#origin.hostname);
    const allowed = isLoopback(to.hostname) ? local : to.protocol === 'https:';
    if (!allowed || (to.protocol !== 'https:' && to.protocol !== 'http:') || to.username !== '') {
      throw mediaError('media-redirect', 'The attachment’s address leads to a place that is not safe.');
    }
    return to;
  }

  #url(path: string): URL {
    return new URL(this.#base + path, this.#origin);
  }

  #pageUrl(uri: string): URL {
    let url: URL | null = null;
    try {
      url = new URL(uri, this.#origin);
    } catch {
      url = null;
    }
    if (url?.origin !== this.#origin.origin || !url.pathname.startsWith(`${this.#base}/`))
      throw unreadableAnswer(200, 'read');
    return url;
  }

  async #call(
    method: 'GET' | 'POST' | 'DELETE',
    url: URL,
    body: string | undefined,
    purpose: Purpose,
    signal: AbortSignal,
  ) {
    const response = await this.#exchange(
      method,
      url,
      body,
      purpose,
      signal,
      true,
      this.#limits.maxAnswerBytes,
    );
    if (response.status < 200 || response.status >= 300) throw this.#answerError(response, purpose);
    return response;
  }

  async #exchange(
    method: 'GET' | 'POST' | 'DELETE',
    url: URL,
    body: string | undefined,
    purpose: Purpose,
    signal: AbortSignal,
    withKey: boolean,
    maxBytes: number,
  ): Promise<ExchangeResponse> {
    const headers: Record<string, string> = {
      accept: method === 'GET' && !url.pathname.endsWith('.json') ? '*/*' : 'application/json',
    };
    if (withKey) headers.authorization = this.#authorization;
    if (body !== undefined) {
      headers['content-type'] = 'application/x-www-form-urlencoded';
      headers['content-length'] = String(Buffer.byteLength(body));
    }
    const { connectTimeoutMs, responseTimeoutMs } = this.#limits;
    try {
      const response = await exchange({
        method,
        url,
        headers,
        body,
        maxBytes,
        connectTimeoutMs,
        responseTimeoutMs,
        signal,
      });
      if (withKey) this.#noteClock(response);
      return response;
    } catch (thrown) {
      if (!(thrown instanceof ExchangeError)) throw thrown;
      if (thrown.failure === 'too-large' && purpose === 'read' && maxBytes !== this.#limits.maxAnswerBytes) {
        throw mediaError('media-too-large', 'The attachment is larger than Skein takes.');
      }
      throw networkError(thrown, purpose);
    }
  }

  #noteClock(response: ExchangeResponse): void {
    const server = Date.parse(response.headers.date ?? '');
    if (Number.isFinite(server)) this.#skewMs = server - this.now();
  }

  #answerError(response: ExchangeResponse, purpose: Purpose): CarrierError {
    const now = this.now() + (this.#skewMs ?? 0);
    return answerError(
      response.status,
      response.body.toString('utf8'),
      response.headers['retry-after'],
      now,
      purpose,
    );
  }

  #readJson<T>(response: ExchangeResponse, schema: z.ZodType<T>, purpose: Purpose): T {
    let json: unknown;
    try {
      json = JSON.parse(response.body.toString('utf8'));
    } catch {
      throw unreadableAnswer(response.status, purpose);
    }
    const parsed = schema.safeParse(json);
    if (!parsed.success) throw unreadableAnswer(response.status, purpose);
    return parsed.data;
  }
}

function mediaError(code: string, message: string, httpStatus?: number): CarrierError {
  return new CarrierError({
    code,
    kind: 'permanent',
    scope: 'message',
    wire: 'response-received',
    message,
    advice: 'Ask the sender to send it again another way.',
    httpStatus,
  });
}
