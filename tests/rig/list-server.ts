/** A mailing list's web server on loopback, over TLS, that notes every request and answers as it is told. */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Leaf } from './ca.ts';
import { closeWebServer, listenOnLoopback } from './loopback.ts';

export interface ListRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export class ListServer {
  readonly requests: ListRequest[] = [];
  /** Handshakes that were completed, by whoever trusts the certificate. */
  secured = 0;
  answer: (response: ServerResponse) => void = (response) => response.writeHead(200).end();
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(leaf: Leaf): Promise<ListServer> {
    const server = createServer({ cert: leaf.cert, key: leaf.key });
    const list = new ListServer(server);
    server.on('secureConnection', () => {
      list.secured++;
    });
    server.on('request', async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method = '', url: path = '', headers } = request;
      list.requests.push({ method, path, headers, body: Buffer.concat(chunks).toString() });
      list.answer(response);
    });
    await listenOnLoopback(server);
    return list;
  }

  stop(): Promise<void> {
    return closeWebServer(this.#server);
  }

  url(path: string, host = 'localhost'): string {
    return `https://${host}:${(this.#server.address() as AddressInfo).port}${path}`;
  }
}
