import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { waitFor } from '../rig/wait-for.ts';
import { connectEngine, takePort } from './engine-client.ts';
import { enginePid, type LaunchedApp, launchApp, nextEnginePid } from './launch.ts';

let launched: LaunchedApp;
let pid: number;

test.beforeEach(async () => {
  launched = await launchApp();
  await takePort(launched.window, 'hostile');
  pid = await nextEnginePid(launched.app);
});

test.afterEach(async () => {
  await stillWorks();
  await launched.close();
});

/** The engine that was there goes on, and answers others. */
async function stillWorks(): Promise<void> {
  const engine = await connectEngine(launched.window);
  expect(await engine.session.status({})).toMatchObject({ state: 'ready' });
  expect(await engine.search({ query: 'anything', limit: 5 })).toMatchObject({ total: 0 });
  expect(await enginePid(launched.app)).toBe(pid);
}

/** What the engine answered: the call's id, the HTTP status, and the error's code. */
interface Answer {
  id: string;
  status: number;
  code: string | null;
}

type Garbage =
  | { text: string }
  | { value: unknown }
  | { bytes: number[] }
  | { made: 'string' | 'array' | 'depth' };

/**
 * Posts messages over the hostile port, then an honest call; resolves to everything answered up to and including
 * that one's answer. The engine takes messages in order, but answers when it can, so the honest call waits for
 * `expected` answers before it.
 */
async function post(page: Page, messages: Garbage[], expected: number): Promise<Answer[]> {
  return page.evaluate(
    async ({ garbage, count }) => {
      const port = (globalThis as unknown as { hostile: MessagePort }).hostile;
      const answers: { id: string; status: number; code: string | null }[] = [];
      let woken = () => {};
      port.onmessage = ({ data }) => {
        const { i, p } = JSON.parse(data);
        answers.push({ id: i, status: p.s ?? 200, code: p.b?.json?.code ?? null });
        woken();
      };
      const answered = async (wanted: number) => {
        while (answers.length < wanted) {
          await new Promise<void>((resolve) => {
            woken = resolve;
          });
        }
      };
      const call = (id: string, path: string, input: unknown) =>
        JSON.stringify({ i: id, p: { u: path, b: { json: input } } });
      const make = {
        string: () => call('long string', '/search', { query: 'x'.repeat(64 << 20), limit: 5 }),
        array: () =>
          call('long array', '/threads/act', {
            ids: Array.from({ length: 2_000_000 }, (_, n) => `thread-${n}`),
            act: 'archive',
            mailboxId: null,
          }),
        depth: () =>
          `{"i":"depth","p":{"u":"/session/status","b":{"json":${'['.repeat(200_000)}${']'.repeat(200_000)}}}}`,
      };
      for (const message of garbage) {
        if ('text' in message) port.postMessage(message.text);
        else if ('bytes' in message) port.postMessage(new Uint8Array(message.bytes));
        else if ('made' in message) port.postMessage(make[message.made]());
        else port.postMessage(message.value);
      }
      await answered(count);
      port.postMessage(call('honest', '/session/status', {}));
      await answered(count + 1);
      return answers;
    },
    { garbage: messages, count: expected },
  );
}

const call = (id: string, path: string, body: unknown) => ({
  text: JSON.stringify({ i: id, p: { u: path, b: body } }),
});

const HONEST: Answer = { id: 'honest', status: 200, code: null };
const refused = (...ids: string[]): Answer[] => ids.map((id) => ({ id, status: 400, code: 'BAD_REQUEST' }));

test('what is no call gets no answer', async () => {
  const answers = await post(
    launched.window,
    [
      { text: '' },
      { text: '{' },
      { text: 'null' },
      { text: '[]' },
      { text: '"words"' },
      { text: '{"i":{"toString":1},"p":{"u":"/session/status"}}' },
      { text: '{"p":{"u":"/session/status","b":{"json":{}}}}' },
      { value: null },
      { value: 7 },
      // The RPC library would take it for a length, and fill as many bytes with nothing.
      { value: 4_000_000_000 },
      { value: ['a', { b: [] }] },
      { value: { i: 'object', p: { u: '/session/status', b: { json: {} } } } },
      { bytes: [] },
      { bytes: [0xff, 0xfe, 0x00] },
      { bytes: [...Buffer.from('{"i":"cut","p":{"u":"/drafts/att')] },
      { text: '{"i":"nobody","t":4}' },
    ],
    0,
  );
  expect(answers).toEqual([HONEST]);
});

test('each call that is wrong gets one typed error', async () => {
  const form = { 'content-type': 'multipart/form-data; boundary=-x' };
  const half = `${JSON.stringify({ i: 'half a file', p: { u: '/drafts/attach', h: form } })}`;
  const wrong: Record<string, Garbage> = {
    'no path': { text: '{"i":"no path","p":{}}' },
    'no payload': { text: '{"i":"no payload"}' },
    'other origin': call('other origin', 'https://example.com/session/status', { json: {} }),
    'other method': { text: '{"i":"other method","p":{"u":"/session/status?data=%7B%7D","m":"GET"}}' },
    'unknown kind': { text: '{"i":"unknown kind","t":7,"p":{"u":"/session/status"}}' },
    'no body': { text: '{"i":"no body","p":{"u":"/search"}}' },
    'body of text': call('body of text', '/search', 'query'),
    'wrong types': call('wrong types', '/search', { json: { query: 7, limit: 'all' } }),
    'missing fields': call('missing fields', '/threads/page', { json: { view: 'inbox' } }),
    'out of range': call('out of range', '/search', { json: { query: 'a', limit: 1e9 } }),
    'unknown act': call('unknown act', '/threads/act', {
      json: { ids: ['a'], act: 'explode', mailboxId: null },
    }),
    'input of a stream': call('input of a stream', '/changes', { json: [1, 2, 3] }),
    'meta into the prototype': call('meta into the prototype', '/search', {
      json: { query: 'a' },
      meta: [[1, '__proto__', 'polluted']],
    }),
    'meta that is no list': call('meta that is no list', '/search', { json: {}, meta: 5 }),
    'file that is text': call('file that is text', '/drafts/attach', {
      json: { id: 'a', filename: 'a', contentType: 'a', content: 'not a file' },
    }),
    'half a file': { bytes: [...Buffer.from(half), 0xff, ...Buffer.from('---x\r\nContent-Disp')] },
    'long string': { made: 'string' },
    'long array': { made: 'array' },
    depth: { made: 'depth' },
  };
  const ids = Object.keys(wrong);
  const answers = await post(launched.window, Object.values(wrong), ids.length);
  const byId = (a: Answer, b: Answer) => a.id.localeCompare(b.id);
  expect(answers.sort(byId)).toEqual([...refused(...ids), HONEST].sort(byId));
});

test('a procedure that does not exist is not found, whatever its name', async () => {
  const paths = [
    '/',
    '/nothing',
    '/session',
    '/session/status/more',
    '/__proto__',
    '/constructor/prototype',
    '/session/constructor',
    '/accounts/toString',
    '/%2e%2e/session/%00',
  ];
  const answers = await post(
    launched.window,
    paths.map((path) => call(path, path, { json: {} })),
    paths.length,
  );
  expect(answers).toHaveLength(paths.length + 1);
  for (const path of paths)
    expect(
      answers.find(({ id }) => id === path),
      path,
    ).toMatchObject({ status: 404 });
});

test('keys of the prototype change nothing', async () => {
  const answers = await post(
    launched.window,
    [
      {
        text: '{"i":"settings","p":{"u":"/settings/set","b":{"json":{"__proto__":{"undoSendSeconds":1},"constructor":{"prototype":{"theme":"x"}}}}}}',
      },
      {
        text: '{"i":"status","p":{"u":"/session/status","h":{"__proto__":"x"},"b":{"json":{"__proto__":{"state":"locked"}}}}}',
      },
    ],
    2,
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const engine = await connectEngine(launched.window);
  expect(await engine.settings.get({})).toMatchObject({ undoSendSeconds: 10, theme: 'system' });
});

test('no page but the app’s can ask for a port', async () => {
  const { app, window } = launched;
  const hasBridge = () => ({ bridge: 'skein' in globalThis });
  await window.evaluate(() => {
    for (const src of ['https://other.example/', 'data:text/html,<p>x', 'about:blank']) {
      const frame = document.createElement('iframe');
      frame.src = src;
      document.body.append(frame);
    }
    for (const url of ['about:blank', 'data:text/html,<p>x', location.href]) globalThis.open(url);
  });
  // Frames of the same origin are the page itself; what matters is that none has the bridge of its own.
  for (const frame of window.frames()) {
    if (frame === window.mainFrame()) continue;
    // It may still be on its way from the empty document to its own.
    const { bridge } = await waitFor('a document', () => frame.evaluate(hasBridge));
    expect(bridge).toBe(false);
  }
  expect(app.windows()).toHaveLength(1);
  for (const url of ['about:blank', 'data:text/html,<p>x']) {
    const opened = app.waitForEvent('window');
    await app.evaluate(({ BrowserWindow }, at) => void new BrowserWindow({ show: false }).loadURL(at), url);
    const other = await opened;
    expect(await other.evaluate(hasBridge)).toEqual({ bridge: false });
    await other.close();
  }
});
