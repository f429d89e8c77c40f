/** The documented operations, on the model; no HTTP here. */
import { recognizeKeyword } from '#shared/text/optout.ts';
import type { FaultTarget } from './faults.ts';
import { isFinal, type SimMedia, type SimMessage, type SimModel } from './model.ts';
import {
  accountPath,
  accountResource,
  errorResource,
  mediaResource,
  messageResource,
  numberResource,
  pageResource,
} from './resources.ts';

export interface ApiRequest {
  method: string;
  url: URL;
  form: URLSearchParams;
}

export interface ApiResponse {
  status: number;
  json: Record<string, unknown> | null;
  /** For media: where the bytes are. */
  location?: string;
  created?: SimMessage;
}

export interface ApiSettings {
  accountSid: string;
  numbers: string[];
  /** Offsets instead of stable page tokens: what arrives at the top shifts the following pages. */
  shiftingPages: boolean;
  mediaLocation: (media: SimMedia) => string;
}

export class SimApi {
  constructor(
    readonly model: SimModel,
    readonly settings: ApiSettings,
  ) {}

  /** What a request is, for the fault script. */
  target(request: ApiRequest): FaultTarget {
    const path = request.url.pathname;
    if (request.method === 'DELETE') return 'delete';
    if (/\/Media\/ME\w+$/.test(path)) return 'media';
    if (/\/(Messages|Media|IncomingPhoneNumbers)\.json$/.test(path))
      return request.method === 'POST' ? 'create' : 'list';
    return 'get';
  }

  handle(request: ApiRequest): ApiResponse {
    const base = accountPath(this.settings.accountSid);
    const path = request.url.pathname;
    if (path === `${base}.json`)
      return { status: 200, json: accountResource(this.settings.accountSid, 'active') };
    if (!path.startsWith(`${base}/`)) return refusal(404, 20404, 'The requested resource was not found');
    const rest = path.slice(base.length);
    const route = `${request.method} ${rest}`;
    if (route === 'POST /Messages.json') return this.#create(request.form);
    if (route === 'GET /Messages.json') return this.#list(request.url);
    if (route === 'GET /IncomingPhoneNumbers.json') return this.#numbers(request.url);
    const [, sid, mediaSid, json] = /^\/Messages\/(\w+)(?:\/Media(?:\/(\w+))?)?(\.json)?$/.exec(rest) ?? [];
    const message = sid ? this.model.find(sid) : undefined;
    if (!message) return refusal(404, 20404, 'The requested resource was not found');
    if (rest.endsWith('/Media.json')) return this.#mediaList(request.url, message);
    if (mediaSid) return this.#media(request.method, message, mediaSid, json !== undefined);
    return this.#message(request, message);
  }

  #create(form: URLSearchParams): ApiResponse {
    const to = form.get('To') ?? '';
    const from = form.get('From') ?? '';
    const body = form.get('Body') ?? '';
    const mediaUrls = form.getAll('MediaUrl');
    if (to === '') return refusal(400, 21604, "A 'To' phone number is required.");
    if (!/^\+\d{8,15}$|^\d{3,8}$/.test(to)) return refusal(400, 21211, `Invalid 'To' Phone Number: ${to}`);
    if (from === '') return refusal(400, 21603, "A 'From' phone number is required.");
    if (!this.settings.numbers.includes(from))
      return refusal(400, 21606, `The 'From' phone number ${from} is not yours.`);
    if (body === '' && mediaUrls.length === 0) return refusal(400, 21602, 'Message body is required.');
    if (body.length > 1600)
      return refusal(400, 21617, 'The concatenated message body exceeds the 1600 character limit.');
    if (mediaUrls.length > 10) return refusal(400, 21623, 'Number of media files exceeds the limit.');
    if (this.model.optedOut.has(`${from}|${to}`))
      return refusal(400, 21610, 'Attempt to send to unsubscribed recipient');
    if (!mediaUrls.every((url) => /^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : '')))
      return refusal(400, 21620, 'Invalid media URL(s)');
    const created = this.model.add({
      direction: 'outbound-api',
      from,
      to,
      body,
      status: 'queued',
      mediaUrls,
      fetching: mediaUrls.length > 0 ? 'running' : 'no',
    });
    return { status: 201, json: messageResource(this.settings.accountSid, created), created };
  }

  #list(url: URL): ApiResponse {
    const query = url.searchParams;
    const matches = this.model.listed().filter((m) => {
      if (query.has('To') && m.to !== query.get('To')) return false;
      if (query.has('From') && m.from !== query.get('From')) return false;
      return ['DateSent', 'DateSent<', 'DateSent>'].every((name) => sentMatches(m, name, query.get(name)));
    });
    const rows = matches.map((m) => ({ key: m.sid, json: messageResource(this.settings.accountSid, m) }));
    return this.#page(url, 'messages', rows);
  }

  #numbers(url: URL): ApiResponse {
    const rows = this.settings.numbers.map((number) => {
      const sid = `PN${Buffer.from(number.slice(1)).toString('hex').padEnd(32, '0').slice(0, 32)}`;
      return { key: sid, json: numberResource(this.settings.accountSid, sid, number) };
    });
    return this.#page(url, 'incoming_phone_numbers', rows);
  }

  #mediaList(url: URL, message: SimMessage): ApiResponse {
    const rows = message.media.map((m) => ({
      key: m.sid,
      json: mediaResource(this.settings.accountSid, message, m),
    }));
    return this.#page(url, 'media_list', rows);
  }

  #page(url: URL, key: string, rows: readonly { key: string; json: Record<string, unknown> }[]): ApiResponse {
    const size = Number(url.searchParams.get('PageSize') ?? '50');
    if (!Number.isInteger(size) || size < 1 || size > 1000)
      return refusal(400, 20001, 'Page size must be between 1 and 1000');
    const token = url.searchParams.get('PageToken');
    let start = 0;
    if (token !== null) {
      const after = rows.findIndex((r) => `PA${r.key}` === token);
      start = this.settings.shiftingPages ? Number(token.slice(2)) : after + 1;
      if (!Number.isInteger(start) || start === 0) return refusal(400, 20006, 'Page token is invalid');
    }
    const items = rows.slice(start, start + size);
    const last = items.at(-1);
    const more = start + size < rows.length && last !== undefined;
    const next = more ? `PA${this.settings.shiftingPages ? start + size : last.key}` : null;
    const page = Number(url.searchParams.get('Page') ?? '0');
    return {
      status: 200,
      json: pageResource(
        url,
        key,
        items.map((r) => r.json),
        { page, size, next },
      ),
    };
  }

  #message({ method, form }: ApiRequest, message: SimMessage): ApiResponse {
    if (method === 'GET') return { status: 200, json: messageResource(this.settings.accountSid, message) };
    if (method === 'DELETE') {
      if (!isFinal(message.status))
        return refusal(409, 20009, 'Cannot delete this resource before it is complete');
      this.model.remove(message.sid);
      return { status: 204, json: null };
    }
    if (form.get('Status') === 'canceled') {
      if (message.status !== 'scheduled') return refusal(400, 30409, 'Message is not in a cancelable state');
      message.status = 'canceled';
    } else if (form.get('Body') === '') {
      if (!isFinal(message.status))
        return refusal(409, 20009, 'Cannot redact this resource before it is complete');
      message.body = '';
    } else return refusal(400, 20001, 'Only an empty Body can be set');
    message.updatedAt = this.model.now();
    return { status: 200, json: messageResource(this.settings.accountSid, message) };
  }

  #media(method: string, message: SimMessage, mediaSid: string, json: boolean): ApiResponse {
    const media = message.media.find((m) => m.sid === mediaSid);
    if (!media) return refusal(404, 20404, 'The requested resource was not found');
    if (method === 'DELETE') {
      message.media = message.media.filter((m) => m !== media);
      return { status: 204, json: null };
    }
    if (json) return { status: 200, json: mediaResource(this.settings.accountSid, message, media) };
    return { status: 307, json: null, location: this.settings.mediaLocation(media) };
  }

  /** A text from outside; STOP and START have the effect they have at the carrier. */
  receive(text: {
    from: string;
    to: string;
    body: string;
    media: SimMedia[];
    status?: 'receiving' | 'received';
  }): SimMessage {
    const meaning = recognizeKeyword(text.body)?.meaning;
    if (meaning === 'opt-out') this.model.optedOut.add(`${text.to}|${text.from}`);
    if (meaning === 'opt-in') this.model.optedOut.delete(`${text.to}|${text.from}`);
    return this.model.add({ status: 'received', ...text, direction: 'inbound' });
  }
}

function sentMatches(message: SimMessage, name: string, value: string | null): boolean {
  if (value === null) return true;
  if (message.sentAt === null) return false;
  const at = Date.parse(value);
  if (name === 'DateSent<') return message.sentAt <= at;
  if (name === 'DateSent>') return message.sentAt >= at;
  return new Date(message.sentAt).toISOString().slice(0, 10) === value.slice(0, 10);
}

function refusal(status: number, code: number, message: string): ApiResponse {
  return { status, json: errorResource(status, code, message) };
}
