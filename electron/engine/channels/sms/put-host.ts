/** A web server of the user's on which files can be put by HTTP PUT and removed by DELETE (RFC 9110; WebDAV). */
import { randomBytes } from 'node:crypto';
import { CarrierError } from './carrier-error.ts';
import { ExchangeError, type ExchangeRequest, type ExchangeResponse, exchange } from './http-exchange.ts';

export interface PutHostSettings {
  /** Where files are put, ending in a slash: https, or http on this computer. */
  uploadUrl: string;
  /** Where the same files can be fetched by anybody; null when it is the same address. */
  publicUrl: string | null;
  /** With a user name the secret is its password (RFC 7617), without one a bearer token (RFC 6750). */
  username: string | null;
  secret: string | null;
}

const LIMITS = { connectTimeoutMs: 15_000, responseTimeoutMs: 120_000 };
const MAX_ANSWER = 256 * 1024;

const EXTENSION: ReadonlyMap<string, string> = new Map([
  ['image/jpeg', '.jpg'],
  ['image/png', '.png'],
  ['image/gif', '.gif'],
  ['image/heic', '.heic'],
  ['image/heif', '.heif'],
  ['image/tiff', '.tiff'],
  ['image/bmp', '.bmp'],
  ['video/mp4', '.mp4'],
  ['video/mpeg', '.mpg'],
  ['video/quicktime', '.mov'],
  ['video/webm', '.webm'],
  ['video/3gpp', '.3gp'],
  ['audio/mpeg', '.mp3'],
  ['audio/mp4', '.m4a'],
  ['audio/ogg', '.ogg'],
  ['audio/amr', '.amr'],
  ['application/pdf', '.pdf'],
  ['text/vcard', '.vcf'],
  ['text/x-vcard', '.vcf'],
  ['text/calendar', '.ics'],
  ['text/csv', '.csv'],
  ['text/rtf', '.rtf'],
]);

/** A name nobody can guess (128 random bits): it is the only protection of a public file. */
export function hostedName(mime: string): string {
  return `${randomBytes(16).toString('hex')}${EXTENSION.get(mime) ?? '.bin'}`;
}

export class PutHost {
  readonly #upload: URL;
  readonly #public: URL;
  readonly #authorization: string | null;

  /** Throws CarrierError `bad-settings`. */
  constructor({ uploadUrl, publicUrl, username, secret }: PutHostSettings) {
    this.#upload = baseUrl(uploadUrl);
    this.#public = publicUrl === null ? this.#upload : baseUrl(publicUrl);
    this.#authorization =
      secret === null
        ? null
        : username === null
          ? `Bearer ${secret}`
          : `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}`;
  }

  /** The public address of everything that lies there. */
  get publicBase(): URL {
    return this.#public;
  }

  uploadUrl(name: string): string {
    return new URL(name, this.#upload).href;
  }

  publicUrl(name: string): string {
    return new URL(name, this.#public).href;
  }

  /** Writes the file, over one of the same name. Throws CarrierError `media-host-failed`. */
  async put(name: string, mime: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    const { status } = await this.#exchange({
      method: 'PUT',
      url: new URL(this.uploadUrl(name)),
      headers: this.#authorized({ 'content-type': mime, 'content-length': String(bytes.byteLength) }),
      body: bytes,
      signal,
    });
    if (status < 200 || status >= 300) throw refused('The host did not take the file.', status);
  }

  /** Removes a file from where it was put; one that is not there is no error. Throws CarrierError `media-host-failed`. */
  async remove(uploadUrl: string, signal: AbortSignal): Promise<void> {
    const url = new URL(uploadUrl);
    const { status } = await this.#exchange({
      method: 'DELETE',
      url,
      // The user may have chosen another host since: that one's secret is not for this one.
      headers: url.origin === this.#upload.origin ? this.#authorized({}) : {},
      signal,
    });
    if ((status < 200 || status >= 300) && status !== 404 && status !== 410)
      throw refused('The host did not remove the file.', status);
  }

  /** What a stranger gets at a public address: no name, no secret, no redirect followed. Throws CarrierError. */
  look(url: string, method: 'GET' | 'HEAD', signal: AbortSignal): Promise<ExchangeResponse> {
    return this.#exchange({ method, url: new URL(url), headers: {}, signal });
  }

  #authorized(headers: Record<string, string>): Record<string, string> {
    return this.#authorization === null ? headers : { ...headers, authorization: this.#authorization };
  }

  async #exchange(
    request: Omit<ExchangeRequest, 'maxBytes' | 'connectTimeoutMs' | 'responseTimeoutMs'>,
  ): Promise<ExchangeResponse> {
    try {
      return await exchange({ ...request, ...LIMITS, maxBytes: MAX_ANSWER });
    } catch (thrown) {
      if (!(thrown instanceof ExchangeError)) throw thrown;
      throw hostError(
        'The host cannot be reached.',
        'Check its address and your connection.',
        thrown.systemCode ?? thrown.failure,
      );
    }
  }
}

/** Throws CarrierError `bad-settings`. */
function baseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const secure = url?.protocol === 'https:' || (url?.protocol === 'http:' && isThisComputer(url));
  if (
    url &&
    secure &&
    url.pathname.endsWith('/') &&
    !url.search &&
    !url.hash &&
    !url.username &&
    !url.password
  )
    return url;
  throw new CarrierError({
    code: 'bad-settings',
    kind: 'permanent',
    scope: 'account',
    wire: 'not-connected',
    message: 'The address of the place for files cannot be used.',
    advice:
      'Give an address that begins with https and ends in a slash, without name, password or question mark.',
  });
}

function isThisComputer({ hostname }: URL): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

function refused(message: string, status: number): CarrierError {
  return hostError(
    message,
    ADVICE.get(status) ?? 'Look at what the host says below.',
    `HTTP ${status}`,
    status,
  );
}

const ADVICE: ReadonlyMap<number, string> = new Map([
  [401, 'Check the user name and the secret.'],
  [403, 'This user may not do that there: check the user name, the secret and the folder’s rights.'],
  [404, 'Check the upload address: there is no such folder.'],
  [405, 'The host must allow PUT and DELETE there, as WebDAV servers do.'],
  [409, 'Check the upload address: there is no such folder.'],
  [413, 'The host takes no files of this size.'],
  [507, 'The host is full.'],
]);

/** Trouble of the server or on the way to it may pass; a refusal does not. */
function hostError(message: string, advice: string, detail: string, httpStatus?: number): CarrierError {
  const passing = httpStatus === undefined || httpStatus >= 500 || httpStatus === 429 || httpStatus === 408;
  return new CarrierError({
    code: 'media-host-failed',
    kind: passing ? 'retryable' : 'permanent',
    scope: httpStatus === undefined ? 'network' : 'message',
    wire: 'request-not-written',
    message,
    advice,
    carrierText: detail,
    httpStatus,
  });
}
