import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  authorize,
  discoverServer,
  exchange,
  type Registration,
  refresh,
  revoke,
} from '#engine/sign-in/protocol.ts';
import { closeWebServer, listenOnLoopback } from '#rig/loopback.ts';

let server: Server;
let issuer: string;
let answer: (response: ServerResponse, path: string) => void;

beforeAll(async () => {
  server = await listenOnLoopback(createServer());
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.on('request', (request, response) => answer(response, request.url ?? ''));
});
afterAll(() => closeWebServer(server as never));

const json = (status: number, body: object, headers = {}) => {
  answer = (response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body));
};
const registration = (change: Partial<Registration['server']> = {}): Registration => ({
  ...{ name: 'Example', clientId: 'skein', clientSecret: null, scope: 'mail', parameters: {} },
  redirectHost: '127.0.0.1',
  server: {
    ...{ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` },
    ...change,
  },
});
const codeOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (thrown: { code: string; message: string; advice: string }) => thrown,
  );
  expect(error?.message).toBeTruthy();
  expect(error?.advice).toBeTruthy();
  return error?.code;
};

describe('renewing a sign-in', () => {
  it('brings a token, and another refresh token where the provider deals one', async () => {
    json(200, { access_token: 'a', token_type: 'Bearer', expires_in: 60, refresh_token: 'r2' });
    expect(await refresh(registration(), 'r')).toEqual({
      ...{ accessToken: 'a', lifetime: 60_000, refreshToken: 'r2' },
    });
    json(200, { access_token: 'a', token_type: 'Bearer' });
    expect(await refresh(registration(), 'r')).toEqual({
      accessToken: 'a',
      lifetime: null,
      refreshToken: null,
    });
  });

  it('tells what only the person can repair from what passes', async () => {
    json(400, { error: 'invalid_grant', error_description: 'Token has been revoked' });
    expect(await codeOf(refresh(registration(), 'r'))).toBe('login-expired');
    json(401, { error: 'invalid_client' });
    expect(await codeOf(refresh(registration(), 'r'))).toBe('login-client-refused');
    json(401, { error: 'invalid_client' }, { 'www-authenticate': 'Basic realm="x"' });
    expect(await codeOf(refresh(registration(), 'r'))).toBe('login-client-refused');
    for (const status of [429, 500, 503]) {
      json(status, { error: 'temporarily_unavailable' });
      expect(await codeOf(refresh(registration(), 'r'))).toBe('login-unavailable');
    }
    // A network that wants to be signed in to first answers for everybody.
    answer = (response) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hotel</h1>');
    expect(await codeOf(refresh(registration(), 'r'))).toBe('login-unavailable');
    answer = (response) => void response.writeHead(302, { location: `${issuer}/elsewhere` }).end();
    expect(await codeOf(refresh(registration(), 'r'))).toBe('login-unavailable');
    answer = (response) => void response.socket?.destroy();
    expect(await codeOf(refresh(registration(), 'r'))).toBe('network-unreachable');
    json(200, { access_token: 'a'.repeat(2_000_000), token_type: 'Bearer' });
    expect(await codeOf(refresh(registration(), 'r'))).toBe('login-unavailable');
  });

  it('sends nothing without encryption but to this computer, whatever a description says', async () => {
    for (const host of ['127.0.0.1.example.test', 'localhost.example.test', '192.0.2.1']) {
      const endpoint = `http://${host}/token`;
      expect(await codeOf(refresh(registration({ token_endpoint: endpoint }), 'r'))).toBe(
        'login-unavailable',
      );
      expect(await codeOf(discoverServer(`http://${host}`))).toBe('sign-in-bad-server');
      const page = registration({ authorization_endpoint: endpoint });
      expect(await codeOf(authorize(page, { redirectUri: issuer, address: 'a@b.test', state: 's' }))).toBe(
        'sign-in-bad-server',
      );
    }
  });
});

describe('the code of a sign-in', () => {
  const request = { redirectUri: 'http://127.0.0.1:1', address: 'a@b.test', state: 'state' };
  const come = async (query: string, change: Partial<Registration['server']> = {}) =>
    exchange(registration(change), await authorize(registration(change), request), {
      answer: new URL(`http://127.0.0.1:1/?state=state&${query}`),
      redirectUri: request.redirectUri,
      signal: new AbortController().signal,
    });

  it('is asked for with a new challenge every time', async () => {
    const pages = await Promise.all([1, 2].map(() => authorize(registration(), request)));
    const challenges = pages.map(({ url }) => new URL(url).searchParams.get('code_challenge'));
    expect(new Set(challenges).size).toBe(2);
    expect(challenges[0]).toMatch(/^[\w-]{43}$/);
    expect(pages[0]?.url).not.toContain(pages[0]?.verifier);
  });

  it('is refused from another issuer than was asked, and a no is a no', async () => {
    json(200, { access_token: 'a', token_type: 'Bearer' });
    expect(await codeOf(come('code=c&iss=https%3A%2F%2Fevil.test'))).toBe('sign-in-failed');
    expect(await codeOf(come('error=access_denied'))).toBe('sign-in-denied');
    expect((await come('code=c')).accessToken).toBe('a');
  });

  it('is taken by a computer whose clock is an hour off', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const at = Math.floor(Date.now() / 1000) + 3600;
    const claims = { iss: issuer, aud: 'skein', sub: 'a', iat: at, nbf: at, exp: at + 60 };
    for (const shift of [0, -7200]) {
      const times = { iat: at + shift, nbf: at + shift, exp: at + shift + 60 };
      const token = [part({ alg: 'RS256' }), part({ ...claims, ...times }), part({})].join('.');
      json(200, { access_token: 'a', token_type: 'Bearer', id_token: token });
      expect((await come('code=c')).accessToken).toBe('a');
    }
  });
});

describe('giving a sign-in back', () => {
  it('says whether the provider could be told', async () => {
    expect(await revoke(registration(), 'r')).toBe(false);
    answer = (response) => void response.writeHead(200).end();
    expect(await revoke(registration({ revocation_endpoint: `${issuer}/revoke` }), 'r')).toBe(true);
  });
});
