import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MainToEngine } from '#shared/contract/engine-messages.ts';
import { ContentRequests } from '../../../electron/main/content-requests.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function content(requestId: number, text: string) {
  const body = new TextEncoder().encode(text);
  return {
    type: 'content-response' as const,
    requestId,
    status: 200,
    contentType: 'text/html',
    filename: null,
    body,
    next: null,
  };
}

test('gives each question its own answer, in whichever order they come', async () => {
  const posted: MainToEngine[] = [];
  const requests = new ContentRequests((message) => posted.push(message) > 0);
  const first = requests.ask('frame', 'm1', true);
  const second = requests.ask('attachment', 'a2');
  expect(posted).toEqual([
    { type: 'content-request', requestId: 0, kind: 'frame', path: 'm1', remote: true, from: null },
    { type: 'content-request', requestId: 1, kind: 'attachment', path: 'a2', remote: false, from: null },
  ]);
  requests.answered(content(1, 'two'));
  requests.answered(content(0, 'one'));
  expect(new TextDecoder().decode((await first).body)).toBe('one');
  expect(new TextDecoder().decode((await second).body)).toBe('two');
});

test('gives up when no engine runs, when it ends, and when it stays silent', async () => {
  await expect(new ContentRequests(() => false).ask('frame', 'm')).rejects.toThrow('did not answer');
  const requests = new ContentRequests(() => true);
  const abandoned = requests.ask('frame', 'm');
  requests.abandonAll();
  await expect(abandoned).rejects.toThrow('did not answer');
  const silent = requests.ask('frame', 'm');
  vi.advanceTimersByTime(30_000);
  await expect(silent).rejects.toThrow('did not answer');
});

test('passes over an answer nobody waits for', () => {
  expect(() => new ContentRequests(() => true).answered(content(7, 'late'))).not.toThrow();
});

test('asks for a piece of what is large', async () => {
  const posted: MainToEngine[] = [];
  const requests = new ContentRequests((message) => posted.push(message) > 0);
  const piece = requests.askPiece('attachment', 'a1', 4096);
  expect(posted).toMatchObject([{ kind: 'attachment', path: 'a1', from: 4096 }]);
  requests.answered({ ...content(0, 'rest'), next: 8192 });
  expect((await piece).next).toBe(8192);
});
