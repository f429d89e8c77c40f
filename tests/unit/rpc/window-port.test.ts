import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guardPort } from '#engine/rpc/window-port.ts';

/** A guarded port: `send` is what a window posts, `passed` what went through, `answers` what came back. */
function guarded() {
  const events = new EventEmitter();
  const answers: { i: string; p: { s: number; b: { json: { code: string } } } }[] = [];
  const passed: unknown[] = [];
  const port = guardPort({
    on: (event: string, listener: (event: { data: unknown }) => void) => events.on(event, listener),
    postMessage: (answer) => answers.push(JSON.parse(answer as string)),
  });
  port.on('message', ({ data }) => passed.push(data));
  return { send: (data: unknown) => events.emit('message', { data }), answers, passed };
}

const withBytes = (head: object, bytes: string) =>
  new Uint8Array(
    Buffer.concat([Buffer.from(JSON.stringify(head)), Buffer.of(0xff), Buffer.from(bytes, 'latin1')]),
  );
const form = {
  i: '1',
  p: { u: '/drafts/attach', h: { 'content-type': 'multipart/form-data; boundary=-x' } },
};

describe('the guard of a window’s port', () => {
  test.each([
    ['a call', '{"i":"1","p":{"u":"/session/status","b":{"json":{}}}}'],
    ['the end of a call', '{"i":"1","t":4}'],
    ['a file', withBytes(form, '---x\r\n\r\nbytes\r\n---x--\r\n')],
    ['a file as an older Chromium sends it', withBytes(form, '---x\r\n\r\nbytes\r\n---x--\r\n').buffer],
  ])('lets %s through as it is', (_what, data) => {
    const { send, answers, passed } = guarded();
    send(data);
    expect(passed).toEqual([data]);
    expect(answers).toEqual([]);
  });

  test.each([
    ['no call', '{"i":"1"}'],
    ['a whole URL', '{"i":"1","p":{"u":"https://example.com/session/status"}}'],
    ['a URL that is a number', '{"i":"1","p":{"u":7}}'],
    ['another method', '{"i":"1","p":{"u":"/session/status","m":"GET"}}'],
    ['headers that are no text', '{"i":"1","p":{"u":"/session/status","h":{"last-event-id":{}}}}'],
    ['a form without bytes', JSON.stringify(form)],
    ['bytes that are no form', withBytes({ i: '1', p: { u: '/drafts/attach' } }, 'bytes')],
    ['half a form', withBytes(form, '---x\r\n\r\nbyt')],
    ['an unknown kind', '{"i":"1","t":9,"p":{}}'],
  ])('refuses %s with a typed error', (_what, data) => {
    const { send, answers, passed } = guarded();
    send(data);
    expect(passed).toEqual([]);
    expect(answers).toMatchObject([{ i: '1', p: { s: 400, b: { json: { code: 'BAD_REQUEST' } } } }]);
  });

  test('never throws, and passes on no more than text with a path or the end of a call', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string(), fc.anything(), fc.uint8Array()), (data) => {
        const { send, passed } = guarded();
        send(data);
        for (const message of passed) expect(String(message)).toContain('"i"');
      }),
    );
    const { send, answers, passed } = guarded();
    // As a length, this would ask the engine for four gigabytes.
    for (const data of [4_000_000_000, null, undefined, [], { i: '1', p: {} }]) send(data);
    expect([answers, passed]).toEqual([[], []]);
  });
});
