import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Protocol } from 'electron';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { serveApp } from '../../../electron/main/app-protocol.ts';
import { serveMessages } from '../../../electron/main/message-protocol.ts';

type Handler = (request: { url: string; method: string }) => Promise<Response>;

/** Stands in for Electron's Protocol, which hands requests to the handler that was registered. */
function protocolInto(register: (handler: Handler) => void): Protocol {
  return { handle: (_scheme: string, handler: Handler) => register(handler) } as unknown as Protocol;
}

describe('app://', () => {
  let root: string;
  let handler: Handler;
  const get = (url: string, method = 'GET') => handler({ url, method });

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'skein-app-'));
    mkdirSync(join(root, 'renderer/assets'), { recursive: true });
    mkdirSync(join(root, 'renderer-secret'));
    writeFileSync(join(root, 'renderer/index.html'), '<p>page</p>');
    writeFileSync(join(root, 'renderer/assets/a.js'), 'script');
    writeFileSync(join(root, 'renderer/notes.txt'), 'not a web file');
    writeFileSync(join(root, 'secret.js'), 'secret');
    writeFileSync(join(root, 'renderer-secret/a.js'), 'secret');
    serveApp(
      protocolInto((registered) => {
        handler = registered;
      }),
      join(root, 'renderer'),
      (path) => (path === '/failure' ? '<p>failure</p>' : null),
    );
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test('serves the page and its parts with the policy', async () => {
    const page = await get('app://skein/index.html');
    expect([page.status, await page.text()]).toEqual([200, '<p>page</p>']);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self';");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const script = await get('app://skein/assets/a.js?x=1');
    expect([script.status, script.headers.get('content-type')]).toEqual([
      200,
      'text/javascript; charset=utf-8',
    ]);
    expect(await (await get('app://skein/failure')).text()).toBe('<p>failure</p>');
  });

  test.each([
    ['a parent', 'app://skein/../secret.js'],
    ['an encoded parent', 'app://skein/%2e%2e/secret.js'],
    ['an encoded slash', 'app://skein/..%2fsecret.js'],
    ['a directory whose name begins alike', 'app://skein/..%2frenderer-secret%2fa.js'],
    ['a type nobody needs', 'app://skein/notes.txt'],
    ['a file that is not there', 'app://skein/assets/b.js'],
    ['a null byte', 'app://skein/index.html%00.js'],
    ['an encoding that is none', 'app://skein/%ff%fe.js'],
    ['the directory itself', 'app://skein/'],
    ['another host', 'app://elsewhere/index.html'],
  ])('refuses %s', async (_what, url) => {
    const answer = await get(url);
    expect([403, 404]).toContain(answer.status);
    expect(await answer.text()).not.toContain('secret');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('refuses to be written to', async () => {
    expect((await get('app://skein/index.html', 'POST')).status).toBe(403);
  });
});

describe('skein-message://', () => {
  let handler: Handler;
  let asked: unknown[];
  let contentType: string;
  const get = (url: string) => handler({ url, method: 'GET' });

  beforeEach(() => {
    asked = [];
    contentType = 'text/html; charset=utf-7';
    serveMessages(
      protocolInto((registered) => {
        handler = registered;
      }),
      async (path, remote) => {
        asked.push([path, remote]);
        if (path === 'gone') throw new Error('no engine');
        return { status: 200, contentType, filename: null, body: new TextEncoder().encode('<p>mail</p>') };
      },
      async (id) => {
        if (id === 'gone')
          return { status: 404, contentType: 'text/plain', filename: null, body: new Uint8Array() };
        return {
          status: 200,
          contentType,
          filename: id,
          body: new TextEncoder().encode('<p>file & more</p>'),
        };
      },
      (name) => (name === 'p1' ? new TextEncoder().encode('<p>on paper</p>') : null),
    );
  });

  test('serves a message as UTF-8 without script, form, frame or remote image', async () => {
    const answer = await get('skein-message://message/m1/part%40example?remote=0');
    expect(asked).toEqual([['m1/part@example', false]]);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = answer.headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'none'");
    expect(policy).toContain('frame-ancestors app://skein');
    expect(policy).toMatch(/sandbox(?!.*allow-(scripts|same-origin|forms|top-navigation))/);
    expect(policy).not.toMatch(/script-src|https:|http:/);
  });

  test('lets images come over https, and only images, with consent', async () => {
    const policy = (await get('skein-message://message/m1?remote=1')).headers.get('content-security-policy')!;
    expect(asked).toEqual([['m1', true]]);
    expect(policy.split('; ').filter((directive) => /https?:/.test(directive))).toEqual([
      'img-src data: skein-message: https:',
    ]);
  });

  test.each(['image/svg+xml', 'text/javascript', 'application/pdf', 'text/xml', ''])(
    'does not serve %j',
    async (type) => {
      contentType = type;
      const answer = await get('skein-message://message/m1/part');
      expect(answer.status).toBe(415);
      expect(await answer.text()).not.toContain('mail');
    },
  );

  test('says so when the engine does not answer', async () => {
    const answer = await get('skein-message://message/gone');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  describe('previews', () => {
    test('shows a picture under its type, with nothing around it allowed', async () => {
      contentType = 'image/png';
      const answer = await get('skein-message://attachment/a.png');
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox$/);
    });

    test('shows a text as characters, never as markup', async () => {
      contentType = 'text/plain; charset=us-ascii';
      const answer = await get('skein-message://attachment/a.txt');
      const page = await answer.text();
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(answer.headers.get('content-security-policy')).toMatch(/sandbox$/);
      expect(page).toContain('&lt;p&gt;file &amp; more&lt;/p&gt;');
      expect(page).not.toContain('<p>file');
    });

    test.each(['text/html', 'image/svg+xml', 'application/pdf', 'application/xhtml+xml', 'text/javascript'])(
      'does not show %s, whatever its name',
      async (type) => {
        contentType = type;
        const answer = await get('skein-message://attachment/a.png');
        expect(answer.status).toBe(415);
        expect(await answer.text()).not.toContain('more');
      },
    );

    test('says that a file is not here', async () => {
      expect((await get('skein-message://attachment/gone')).status).toBe(404);
    });
  });

  test('serves what is being printed as a message without remote images, and nothing else', async () => {
    const answer = await get('skein-message://print/p1?remote=1');
    expect(await answer.text()).toBe('<p>on paper</p>');
    expect(answer.headers.get('content-security-policy')).not.toMatch(/script-src|https:|http:/);
    expect((await get('skein-message://print/p2')).status).toBe(404);
    expect(asked).toEqual([]);
  });

  test('refuses another host', async () => {
    expect((await get('skein-message://elsewhere/m1')).status).toBe(403);
    expect(asked).toEqual([]);
  });
});
