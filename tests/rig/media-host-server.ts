/** A web server on loopback with one folder: PUT and DELETE with a password, GET and HEAD for anybody. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeWebServer, listenOnLoopback } from './loopback.ts';

export interface StoredFile {
  contentType: string;
  bytes: Buffer;
}

export interface SeenRequest {
  method: string;
  /** The file's name; empty for the folder. */
  name: string;
  authorization: string | null;
  status: number;
}

/** How it can be set up wrongly. */
export interface HostFlaws {
  /** Answers every upload so. */
  uploadStatus?: number;
  /** Asks strangers for a password. */
  private?: boolean;
  /** Shows the folder to anybody. */
  listing?: boolean;
  /** What it calls every file. */
  contentType?: string;
  /** Answers every removal so, and keeps the file. */
  deleteStatus?: number;
  /** Says it removed the file and goes on showing it. */
  stale?: boolean;
}

export class MediaHostServer {
  readonly files = new Map<string, StoredFile>();
  /** Every file there ever was. */
  readonly everPut = new Map<string, StoredFile>();
  readonly requests: SeenRequest[] = [];
  readonly username = 'files';
  readonly secret = 'example-host-secret';
  flaws: HostFlaws = {};
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<MediaHostServer> {
    const server = createServer();
    const host = new MediaHostServer(server);
    server.on('request', (request, response) => void host.#serve(request, response));
    await listenOnLoopback(server);
    return host;
  }

  stop(): Promise<void> {
    return closeWebServer(this.#server);
  }

  /** Where files are put and fetched. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/texts/`;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const method = request.method ?? 'GET';
    const path = new URL(request.url ?? '/', this.url).pathname;
    const name = path.slice('/texts/'.length);
    const authorization = request.headers.authorization ?? null;
    const answer = this.#answer(method, path, name, authorization, {
      contentType: request.headers['content-type'] ?? '',
      bytes: Buffer.concat(chunks),
    });
    this.requests.push({ method, name, authorization, status: answer.status });
    response.writeHead(answer.status, answer.contentType ? { 'content-type': answer.contentType } : {});
    response.end(method === 'HEAD' ? undefined : answer.body);
  }

  #answer(
    method: string,
    path: string,
    name: string,
    authorization: string | null,
    sent: StoredFile,
  ): { status: number; contentType?: string; body?: Buffer | string } {
    const { flaws } = this;
    if (!path.startsWith('/texts/')) return { status: 404 };
    const known = `Basic ${Buffer.from(`${this.username}:${this.secret}`).toString('base64')}`;
    if (method === 'PUT' || method === 'DELETE') {
      if (authorization !== known) return { status: 401 };
      if (method === 'PUT') return this.#put(name, sent);
      if (flaws.deleteStatus) return { status: flaws.deleteStatus };
      if (!this.files.has(name)) return { status: 404 };
      if (!flaws.stale) this.files.delete(name);
      return { status: 204 };
    }
    if (flaws.private) return { status: 401 };
    if (name === '') {
      if (!flaws.listing) return { status: 403 };
      const links = [...this.files.keys()].map((file) => `<a href="${file}">${file}</a>`).join('\n');
      return { status: 200, contentType: 'text/html', body: links };
    }
    const file = this.files.get(name);
    if (!file) return { status: 404 };
    return { status: 200, contentType: flaws.contentType ?? file.contentType, body: file.bytes };
  }

  #put(name: string, sent: StoredFile): { status: number } {
    if (this.flaws.uploadStatus) return { status: this.flaws.uploadStatus };
    this.files.set(name, sent);
    this.everPut.set(name, sent);
    return { status: 201 };
  }
}
