/** Outgoing media for carriers that fetch it themselves: they need an https address of it. */
import { randomBytes } from 'node:crypto';
import type { Capabilities, MediaHost } from './carrier.ts';
import { CarrierError, type ErrorKind } from './carrier-error.ts';
import { ExchangeError, exchange } from './http-exchange.ts';
import type { OutMedia } from './ports.ts';

/**
 * Addresses the carrier can fetch, in order; media without one is put on the host. Throws CarrierError:
 * `media-host-needed`, `media-too-large`, `too-many-media`, `bad-media`, or what the host threw.
 */
export async function publishMedia(
  media: readonly OutMedia[],
  capabilities: Capabilities,
  host: MediaHost | null,
  signal: AbortSignal,
): Promise<string[]> {
  if (media.length > capabilities.maxMediaCount) {
    throw refusal(
      'too-many-media',
      `The carrier takes at most ${capabilities.maxMediaCount} attachments.`,
      'Send the rest in another text.',
    );
  }
  const total = media.reduce((sum, m) => sum + m.size, 0);
  if (total > capabilities.maxMediaBytes) {
    const megabytes = Math.floor(capabilities.maxMediaBytes / 1024 / 1024);
    throw refusal(
      'media-too-large',
      `The carrier takes at most ${megabytes} MB of attachments in one text.`,
      'Make the pictures smaller or send them by e-mail.',
    );
  }
  const urls: string[] = [];
  for (const item of media) {
    if (item.publicUrl !== null) urls.push(checkedUrl(item.publicUrl));
    else if (host) urls.push(checkedUrl(await host.put(await item.read(), item.mime, signal)));
    else {
      throw refusal(
        'media-host-needed',
        'This carrier fetches attachments from a public web address and takes no files.',
        'Put the file where it has a link and text the link, or send the file by e-mail.',
      );
    }
  }
  return urls;
}

function checkedUrl(url: string): string {
  if (URL.canParse(url) && new URL(url).protocol === 'https:') return url;
  throw refusal(
    'bad-media',
    'The address of an attachment must begin with https.',
    'Attach it again or choose another media host.',
  );
}

export interface HttpPutSettings {
  /** Where files are put, ending in a slash. https, or http on this computer. */
  putBaseUrl: string;
  /** Where the same files can be fetched; null when it is the same address. */
  publicBaseUrl: string | null;
  /** Whole value of the `Authorization` header of the PUT, or null. */
  authorization: string | null;
}

const EXTENSION: ReadonlyMap<string, string> = new Map([
  ['image/jpeg', '.jpg'],
  ['image/png', '.png'],
  ['image/gif', '.gif'],
  ['image/webp', '.webp'],
  ['video/mp4', '.mp4'],
  ['video/3gpp', '.3gp'],
  ['audio/mpeg', '.mp3'],
  ['audio/amr', '.amr'],
  ['application/pdf', '.pdf'],
  ['text/vcard', '.vcf'],
  ['text/plain', '.txt'],
]);

/** Puts media on a server of the user's by HTTP PUT (WebDAV, S3-compatible with a fixed header). */
export class HttpPutMediaHost implements MediaHost {
  readonly #put: URL;
  readonly #public: URL;
  readonly #authorization: string | null;

  /** Throws CarrierError `bad-settings`. */
  constructor(settings: HttpPutSettings) {
    this.#put = baseUrl(settings.putBaseUrl, true);
    this.#public = settings.publicBaseUrl === null ? this.#put : baseUrl(settings.publicBaseUrl, false);
    this.#authorization = settings.authorization;
  }

  async put(bytes: Uint8Array, mime: string, signal: AbortSignal): Promise<string> {
    // The address is the only protection of a public file: 128 random bits of it.
    const name = `${randomBytes(16).toString('hex')}${EXTENSION.get(mime) ?? '.bin'}`;
    const headers: Record<string, string> = {
      'content-type': mime,
      'content-length': String(bytes.byteLength),
    };
    if (this.#authorization !== null) headers.authorization = this.#authorization;
    let status: number;
    try {
      const limits = { maxBytes: 64 * 1024, connectTimeoutMs: 15_000, responseTimeoutMs: 120_000 };
      ({ status } = await exchange({
        method: 'PUT',
        url: new URL(name, this.#put),
        headers,
        body: bytes,
        ...limits,
        signal,
      }));
    } catch (thrown) {
      if (thrown instanceof ExchangeError) throw hostError('retryable', thrown.systemCode ?? thrown.failure);
      throw thrown;
    }
    if (status >= 200 && status < 300) return new URL(name, this.#public).href;
    throw hostError(status >= 500 || status === 429 ? 'retryable' : 'permanent', `HTTP ${status}`, status);
  }
}

function baseUrl(text: string, loopbackAllowed: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const local = url !== null && /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  const secure = url?.protocol === 'https:' || (loopbackAllowed && local && url?.protocol === 'http:');
  if (!url || !secure || !url.pathname.endsWith('/') || url.search || url.username) {
    throw refusal(
      'bad-settings',
      'The media host’s address is not usable.',
      'Give an https address that ends in a slash, without name and password.',
    );
  }
  return url;
}

function hostError(kind: ErrorKind, detail: string, httpStatus?: number): CarrierError {
  return new CarrierError({
    code: 'media-host-failed',
    kind,
    scope: kind === 'retryable' ? 'network' : 'message',
    wire: 'request-not-written',
    message: 'The media host did not take the attachment.',
    advice: 'Check the media host in the account’s settings.',
    carrierText: detail,
    httpStatus,
  });
}

function refusal(code: string, message: string, advice: string): CarrierError {
  return new CarrierError({
    code,
    kind: 'permanent',
    scope: 'message',
    wire: 'request-not-written',
    message,
    advice,
  });
}
