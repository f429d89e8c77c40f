/** The one request that leaves a list, against a real server. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askOneClick } from '#engine/unsubscribe/one-click.ts';
import { createCa, type RigCa } from '#rig/ca.ts';
import { ListServer } from '#rig/list-server.ts';
import { waitFor } from '#rig/wait-for.ts';

const directory = mkdtempSync(join(tmpdir(), 'skein-list-'));
let ca: RigCa;
const servers: ListServer[] = [];

const start = async (leaf = ca.leaf) => {
  const server = await ListServer.start(leaf);
  servers.push(server);
  return server;
};
/** The code of the error, or 'done'. */
const ask = (uri: string, timeLimitMs = 5000, testAuthority: string | null = ca.ca) =>
  askOneClick(uri, { testAuthority, timeLimitMs }).then(
    () => 'done',
    (error: { code: string }) => error.code,
  );

beforeAll(() => {
  ca = createCa(directory);
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the request', () => {
  it('says what RFC 8058 asks for, once, and nothing about who sends it', async () => {
    const server = await start();
    expect(await ask(server.url('/u/opaque?list=news&k=a%20b#part'))).toBe('done');
    expect(server.requests).toEqual([
      {
        method: 'POST',
        path: '/u/opaque?list=news&k=a%20b',
        body: 'List-Unsubscribe=One-Click',
        headers: {
          host: new URL(server.url('/')).host,
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': '26',
          'user-agent': 'Skein',
          connection: 'close',
        },
      },
    ]);
  });

  it('follows no redirect', async () => {
    const [server, other] = [await start(), await start()];
    for (const location of [other.url('/'), 'http://localhost/', '/elsewhere']) {
      server.answer = (response) => response.writeHead(307, { location }).end();
      expect(await ask(server.url('/u'))).toBe('unsubscribe-redirected');
    }
    expect(server.requests).toHaveLength(3);
    expect(other.requests).toHaveLength(0);
  });

  it.each([400, 404, 410, 500, 503])('is refused by %d', async (status) => {
    const server = await start();
    server.answer = (response) => response.writeHead(status).end('no');
    await expect(askOneClick(server.url('/u'), { testAuthority: ca.ca })).rejects.toMatchObject({
      code: 'unsubscribe-refused',
      detail: `HTTP ${status}`,
    });
  });

  it('is content with the status, however much follows', async () => {
    const server = await start();
    let closed = false;
    server.answer = (response) => {
      const flood = Buffer.alloc(1024 * 1024, 'x');
      const pour = () => {
        while (!closed && response.write(flood));
      };
      response.on('drain', pour).on('close', () => {
        closed = true;
      });
      response.writeHead(200);
      pour();
    };
    expect(await ask(server.url('/u'))).toBe('done');
    await waitFor('the connection to be closed', () => closed);
  });
});

describe('a server that does not answer', () => {
  it('may have done it, once it was asked', async () => {
    const server = await start();
    server.answer = () => {};
    expect(await ask(server.url('/u'), 300)).toBe('unsubscribe-no-answer');
    server.answer = (response) => response.destroy();
    expect(await ask(server.url('/u'))).toBe('unsubscribe-no-answer');
    expect(server.requests).toHaveLength(2);
  });

  it('cannot have done it before that', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    expect(await ask(`https://localhost:${port}/`, 300)).toBe('unsubscribe-unreachable');
    silent.close();
    expect(await ask(`https://localhost:${port}/`)).toBe('unsubscribe-unreachable');
  });
});

describe('who is asked', () => {
  it('has a certificate that proves its name', async () => {
    for (const leaf of [ca.wrongHost, ca.expired, ca.untrusted, ca.selfSigned]) {
      const server = await start(leaf);
      expect(await ask(server.url('/u'))).toBe('unsubscribe-certificate');
      expect(server.requests).toHaveLength(0);
    }
  });

  it('is no server of this computer or its network, by name or by number', async () => {
    const server = await start();
    const hosts = ['localhost', '127.0.0.1', '127.1', '2130706433', '0x7f.0.0.1', '0.0.0.0', '[::1]'];
    for (const host of [...hosts, '[::ffff:127.0.0.1]'])
      expect(await ask(server.url('/u', host), 5000, null)).toBe('unsubscribe-local');
    for (const uri of ['https://169.254.169.254/latest', 'https://192.168.1.1/', 'https://[fe80::1]/'])
      expect(await ask(uri, 5000, null)).toBe('unsubscribe-local');
    expect(server).toMatchObject({ secured: 0, requests: [] });
  });

  it('is asked over TLS alone', async () => {
    expect(await ask('http://localhost:1/')).toBe('unsubscribe-local');
  });
});
