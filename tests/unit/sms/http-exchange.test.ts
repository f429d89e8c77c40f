import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type ExchangeRequest, exchange } from '#engine/channels/sms/http-exchange.ts';

const servers: Server[] = [];
const sockets = new Set<Socket>();

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server): Promise<URL> {
  servers.push(server);
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

const http = (listener: RequestListener) => listen(createHttpServer(listener));

function post(url: URL, overrides: Partial<ExchangeRequest> = {}) {
  return exchange({
    method: 'POST',
    url,
    headers: { 'content-length': '5' },
    body: 'hello',
    maxBytes: 1000,
    connectTimeoutMs: 1000,
    responseTimeoutMs: 1000,
    signal: new AbortController().signal,
    ...overrides,
  });
}

describe('exchange', () => {
  it('returns status, headers and body', async () => {
    const url = await http((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => response.writeHead(201, { 'x-a': 'b' }).end(`got ${body}`));
    });
    const response = await post(url);
    expect({ ...response, body: response.body.toString() }).toMatchObject({
      status: 201,
      body: 'got hello',
      headers: { 'x-a': 'b' },
    });
  });

  it('proves that nothing was sent when the connection is refused', async () => {
    const url = await http(() => undefined);
    await new Promise((resolve) => servers.pop()?.close(resolve));
    await expect(post(url)).rejects.toMatchObject({
      failure: 'connect',
      wire: 'not-connected',
      systemCode: 'ECONNREFUSED',
    });
  });

  it('proves that nothing was sent when the name does not resolve', async () => {
    await expect(post(new URL('http://nowhere.invalid/'))).rejects.toMatchObject({
      failure: 'connect',
      wire: 'not-connected',
    });
  });

  it('proves that nothing was sent when TLS fails', async () => {
    const received: Buffer[] = [];
    const plain = createServer((socket) =>
      socket
        .on('data', (data) => received.push(data) && socket.end('not TLS\r\n'))
        .on('error', () => undefined),
    );
    const url = await listen(plain);
    url.protocol = 'https:';
    await expect(post(new URL(url.href.replace('http:', 'https:')))).rejects.toMatchObject({
      failure: 'connect',
      wire: 'not-connected',
    });
    expect(Buffer.concat(received).includes('hello')).toBe(false);
  });

  it('proves that nothing was sent when it was aborted before', async () => {
    let asked = 0;
    const url = await http(() => asked++);
    await expect(post(url, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      failure: 'aborted',
      wire: 'not-connected',
    });
    expect(asked).toBe(0);
  });

  it('leaves it open when no answer comes in time', async () => {
    const url = await http(() => undefined);
    await expect(post(url, { responseTimeoutMs: 50 })).rejects.toMatchObject({
      failure: 'timeout',
      wire: 'request-written-no-response',
    });
  });

  it('leaves it open when the connection is reset after the request', async () => {
    const url = await http((request) => request.socket.resetAndDestroy());
    await expect(post(url)).rejects.toMatchObject({ failure: 'lost', wire: 'request-written-no-response' });
  });

  it('leaves it open when the answer is cut off', async () => {
    const url = await http((request, response) => {
      response.writeHead(201, { 'content-length': '100' });
      response.write('{"sid"', () => request.socket.destroy());
    });
    await expect(post(url)).rejects.toMatchObject({ failure: 'lost', wire: 'request-written-no-response' });
  });

  it('leaves it open when it is aborted while waiting', async () => {
    const abort = new AbortController();
    const url = await http(() => abort.abort());
    await expect(post(url, { signal: abort.signal })).rejects.toMatchObject({
      failure: 'aborted',
      wire: 'request-written-no-response',
    });
  });

  it('stops reading an answer without end', async () => {
    const url = await http((_, response) => {
      response.on('error', () => undefined);
      const more = () => response.destroyed || response.write('x'.repeat(500), () => setImmediate(more));
      more();
    });
    await expect(post(url)).rejects.toMatchObject({ failure: 'too-large' });
  });

  it('stops waiting for an answer that trickles', async () => {
    const url = await http((_, response) => {
      const timer = setInterval(() => response.write('x'), 10);
      response.on('close', () => clearInterval(timer));
    });
    await expect(post(url, { responseTimeoutMs: 100 })).rejects.toMatchObject({ failure: 'timeout' });
  });

  it('follows no redirect', async () => {
    const url = await http((_, response) =>
      response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    );
    expect((await post(url)).status).toBe(302);
  });
});
