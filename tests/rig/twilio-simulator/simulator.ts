/** A carrier on loopback that answers Twilio's REST API from memory, and misbehaves when told to. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeWebServer, listenOnLoopback } from '../loopback.ts';
import { type ApiRequest, SimApi } from './api.ts';
import { type FaultAction, FaultScript, type FaultTarget } from './faults.ts';
import { fetchPublicFile, type MediaFetchError } from './fetch-media.ts';
import { isFinal, type SimMedia, type SimMessage, SimModel } from './model.ts';
import { errorResource } from './resources.ts';

export interface SimulatorOptions {
  /** 0 for a free one. */
  port?: number;
  accountSid?: string;
  authToken?: string;
  key?: { sid: string; secret: string };
  numbers?: string[];
  /** The carrier's clock, ms since the epoch. */
  now?: () => number;
  shiftingPages?: boolean;
  /** ms after its creation at which each outgoing text takes its next step; null: only by `advance()`. */
  autoAdvanceMs?: number | null;
  /** How long after its creation lists begin to show a text, ms. */
  visibilityLagMs?: () => number;
  observe?: (exchange: ObservedExchange) => void;
}

/** What went over the wire, for contract checks. `faulty`: the answer was spoilt on purpose. */
export interface ObservedExchange {
  method: string;
  url: URL;
  form: URLSearchParams;
  contentType: string | null;
  status: number;
  json: unknown;
  faulty: boolean;
}

const MAX_BODY = 256 * 1024;

export class TwilioSimulator {
  readonly accountSid: string;
  readonly authToken: string;
  readonly key: { sid: string; secret: string };
  readonly numbers: string[];
  readonly faults = new FaultScript();
  readonly model: SimModel;
  /** Headers of requests to the media store, to see what a client gives away. */
  readonly mediaStoreRequests: { url: string; authorization: string | null }[] = [];
  /** Called before each list page is made; a test may let texts arrive just then. */
  beforePage: (() => void) | null = null;
  /** Where media redirects lead instead, when set. */
  mediaRedirect: string | null = null;
  requests = 0;
  readonly #options: SimulatorOptions;
  readonly #api: SimApi;
  #server: Server | null = null;
  #store: Server | null = null;
  #port = 0;
  #storePort = 0;
  #keyRevoked = false;

  private constructor(options: SimulatorOptions) {
    this.#options = options;
    this.accountSid = options.accountSid ?? `AC${'5'.repeat(32)}`;
    this.authToken = options.authToken ?? 'example-auth-token';
    this.key = options.key ?? { sid: `SK${'7'.repeat(32)}`, secret: 'example-key-secret' };
    this.numbers = options.numbers ?? ['+15555550100'];
    this.model = new SimModel(options.now ?? Date.now, options.visibilityLagMs);
    this.#api = new SimApi(this.model, {
      accountSid: this.accountSid,
      numbers: this.numbers,
      shiftingPages: options.shiftingPages ?? false,
      mediaLocation: (media) =>
        this.mediaRedirect ?? `${this.mediaStoreUrl}/bytes/${media.sid}?signature=example`,
    });
  }

  static async start(options: SimulatorOptions = {}): Promise<TwilioSimulator> {
    const simulator = new TwilioSimulator(options);
    simulator.#store = await listenOnLoopback(createServer((q, r) => simulator.#mediaStore(q, r)));
    simulator.#storePort = (simulator.#store.address() as AddressInfo).port;
    await simulator.setReachable(true);
    return simulator;
  }

  async stop(): Promise<void> {
    await this.setReachable(false);
    if (this.#store) await closeWebServer(this.#store);
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Another origin, where redirects of media lead. */
  get mediaStoreUrl(): string {
    return `http://127.0.0.1:${this.#storePort}`;
  }

  /** Unreachable: connections are refused; reachable again on the same port. */
  async setReachable(reachable: boolean): Promise<void> {
    if (reachable && !this.#server) {
      this.#server = await listenOnLoopback(
        createServer((q, r) => void this.#serve(q, r)),
        this.#port || (this.#options.port ?? 0),
      );
      this.#port = (this.#server.address() as AddressInfo).port;
    } else if (!reachable && this.#server) {
      await closeWebServer(this.#server);
      this.#server = null;
    }
  }

  revokeKey(revoked = true): void {
    this.#keyRevoked = revoked;
  }

  /** Scripts the next matching request; resolves when the first one met it. */
  fault(on: FaultTarget, action: FaultAction, times = 1): Promise<void> {
    return this.faults.add(on, action, times);
  }

  /** A text from outside to one of the numbers. */
  receive(text: {
    from: string;
    to?: string;
    body: string;
    media?: readonly { contentType: string; bytes: Uint8Array }[];
    status?: 'receiving' | 'received';
  }): SimMessage {
    const media: SimMedia[] = (text.media ?? []).map((m) => ({ sid: this.model.sid('ME'), ...m }));
    return this.#api.receive({ ...text, to: text.to ?? this.numbers[0] ?? '', media });
  }

  /** A text sent from the number by other means than the client under test. */
  sendElsewhere(text: { to: string; body: string; from?: string }): SimMessage {
    return this.model.add({
      direction: 'outbound-api',
      status: 'queued',
      ...text,
      from: text.from ?? this.numbers[0] ?? '',
    });
  }

  /** Every text on its way takes one step (queued, sending, sent, delivered). */
  advance(): void {
    for (const message of this.model.messages) this.model.step(message);
  }

  messages(direction?: 'inbound' | 'outbound'): readonly SimMessage[] {
    if (!direction) return this.model.messages;
    return this.model.messages.filter((m) => (m.direction === 'inbound') === (direction === 'inbound'));
  }

  #autoAdvance(): void {
    const step = this.#options.autoAdvanceMs ?? null;
    if (step === null) return;
    for (const message of this.model.messages) {
      while (
        !isFinal(message.status) &&
        message.status !== 'scheduled' &&
        message.updatedAt + step <= this.model.now()
      ) {
        const due = message.updatedAt + step;
        this.model.step(message);
        message.updatedAt = due;
      }
    }
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests++;
    response.setHeader('date', new Date(this.model.now()).toUTCString());
    const body = await readBody(incoming);
    if (body === null) return void response.destroy();
    const url = new URL(incoming.url ?? '/', this.baseUrl);
    const request: ApiRequest = { method: incoming.method ?? 'GET', url, form: new URLSearchParams(body) };
    const contentType = incoming.headers['content-type'] ?? null;
    const answer = (
      status: number,
      json: Record<string, unknown> | null,
      faulty: boolean,
      headers: Record<string, string> = {},
    ) => {
      this.#options.observe?.({ ...request, contentType, status, json, faulty });
      response.writeHead(status, {
        ...(json === null ? {} : { 'content-type': 'application/json' }),
        ...headers,
      });
      response.end(json === null ? undefined : JSON.stringify(json));
    };
    if (!this.#authorized(incoming.headers.authorization)) {
      return answer(401, errorResource(401, 20003, 'Authenticate'), false, {
        'www-authenticate': 'Basic realm="Twilio API"',
      });
    }
    if (request.method === 'POST' && contentType !== 'application/x-www-form-urlencoded') {
      return answer(415, errorResource(415, 20415, 'Unsupported Media Type'), false);
    }
    const target = this.#api.target(request);
    if (target === 'list') this.beforePage?.();
    this.#autoAdvance();
    const fault = this.faults.take(target);
    if (fault?.do === 'wait') await fault.for;
    else if (fault && fault.do !== 'late') {
      if ('accept' in fault && fault.accept) this.#fetchMedia(this.#api.handle(request).created);
      return spoil(fault, response, this.model.now(), answer);
    }
    const result = this.#api.handle(request);
    this.#fetchMedia(result.created);
    if (fault?.do === 'late' && result.created) result.created.visibleAt = this.model.now() + fault.ms;
    answer(result.status, result.json, false, result.location ? { location: result.location } : {});
  }

  /** Fetches what a new text carries, from where the sender said, without any password. */
  #fetchMedia(created: SimMessage | undefined): void {
    if (created?.fetching !== 'running') return;
    Promise.all(created.mediaUrls.map(fetchPublicFile)).then(
      (files) => {
        created.media = files.map((file) => ({ sid: this.model.sid('ME'), ...file }));
        created.fetching = 'no';
      },
      (error: MediaFetchError) => {
        created.errorCode = error.code;
        created.fetching = 'failed';
      },
    );
  }

  #authorized(header: string | undefined): boolean {
    const [scheme, encoded] = (header ?? '').split(' ');
    if (scheme !== 'Basic' || this.#keyRevoked) return false;
    const given = Buffer.from(encoded ?? '', 'base64').toString();
    return given === `${this.accountSid}:${this.authToken}` || given === `${this.key.sid}:${this.key.secret}`;
  }

  #mediaStore(incoming: IncomingMessage, response: ServerResponse): void {
    const url = new URL(incoming.url ?? '/', 'http://media.example');
    const authorization = incoming.headers.authorization ?? null;
    this.mediaStoreRequests.push({ url: url.pathname, authorization });
    const name = url.pathname.split('/').at(-1) ?? '';
    const stored = this.model.messages.flatMap((m) => m.media).find((m) => m.sid === name);
    if (!stored) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': stored.contentType }).end(stored.bytes);
  }
}

type Answer = (
  status: number,
  json: Record<string, unknown> | null,
  faulty: boolean,
  headers?: Record<string, string>,
) => void;

function spoil(
  fault: Exclude<FaultAction, { do: 'late' | 'wait' }>,
  response: ServerResponse,
  now: number,
  answer: Answer,
): void {
  switch (fault.do) {
    case 'drop':
      response.socket?.resetAndDestroy();
      return;
    case 'hang':
      return;
    case 'truncate':
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': '5000' });
      response.write('{"sid":"SM', () => response.destroy());
      return;
    case 'broken-json':
      response.writeHead(201, { 'content-type': 'application/json' }).end('{"sid": "SM');
      return;
    case 'html':
      response
        .writeHead(fault.status, { 'content-type': 'text/html' })
        .end('<html><h1>Bad gateway</h1></html>');
      return;
    case 'refuse':
      answer(fault.status, errorResource(fault.status, fault.code, fault.message ?? 'Refused'), true);
      return;
    case 'rate-limit': {
      const seconds = fault.retryAfter;
      const value =
        fault.as === 'date' ? new Date(now + (seconds ?? 0) * 1000).toUTCString() : String(seconds);
      const headers: Record<string, string> = seconds === undefined ? {} : { 'retry-after': value };
      answer(429, errorResource(429, 20429, 'Too Many Requests'), true, headers);
    }
  }
}

async function readBody(incoming: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
