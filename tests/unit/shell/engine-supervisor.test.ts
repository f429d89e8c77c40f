import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EngineToMain, MainToEngine } from '#shared/contract/engine-messages.ts';
import { EngineSupervisor, type Failure } from '../../../electron/main/engine-supervisor.ts';

class FakeEngine {
  readonly posted: MainToEngine[] = [];
  killed = false;
  readonly #listeners = new Map<string, (value: never) => void>();

  postMessage(message: MainToEngine): void {
    this.posted.push(message);
  }
  kill(): boolean {
    this.killed = true;
    return true;
  }
  on(event: string, listener: (value: never) => void): void {
    this.#listeners.set(event, listener);
  }
  emit(event: string, value?: unknown): void {
    this.#listeners.get(event)?.(value as never);
  }
}

let engines: FakeEngine[];
let starts: number;
let messages: EngineToMain[];
let failures: Failure[];
let supervisor: EngineSupervisor<never>;

const newest = () => engines.at(-1)!;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'error').mockImplementation(() => {});
  engines = [];
  starts = 0;
  messages = [];
  failures = [];
  supervisor = new EngineSupervisor<never>({
    fork: () => {
      engines.push(new FakeEngine());
      return newest();
    },
    onStart: () => starts++,
    onMessage: (message) => messages.push(message),
    onFailure: (failure) => failures.push(failure),
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('an engine that ends', () => {
  test('is started again after a pause that doubles', () => {
    supervisor.start();
    for (const pause of [100, 200, 400, 800]) {
      newest().emit('spawn');
      const before = engines.length;
      newest().emit('exit', 1);
      expect(supervisor.running).toBe(false);
      vi.advanceTimersByTime(pause - 1);
      expect(engines).toHaveLength(before);
      vi.advanceTimersByTime(1);
      expect(engines).toHaveLength(before + 1);
    }
    expect(starts).toBe(4);
    expect(failures).toEqual([]);
  });

  test('five times within a minute is given up, until it is started by hand', () => {
    supervisor.start();
    for (let ends = 0; ends < 5; ends++) {
      newest().emit('exit', 134);
      vi.advanceTimersByTime(5000);
    }
    expect(engines).toHaveLength(5);
    expect(failures).toMatchObject([{ code: 'engine-keeps-ending', detail: 'Exit code 134' }]);
    supervisor.start();
    expect(engines).toHaveLength(6);
    newest().emit('exit', 1);
    vi.advanceTimersByTime(100);
    expect(engines).toHaveLength(7);
  });

  test('now and then is started again for ever', () => {
    supervisor.start();
    for (let ends = 0; ends < 20; ends++) {
      newest().emit('exit', 1);
      vi.advanceTimersByTime(20_000);
    }
    expect(engines).toHaveLength(21);
    expect(failures).toEqual([]);
  });
});

test('an engine that says it cannot start is not started again', () => {
  supervisor.start();
  newest().emit('spawn');
  newest().emit('message', { type: 'fatal', code: 'store-newer', message: 'Newer.', advice: 'Update.' });
  newest().emit('exit', 1);
  vi.advanceTimersByTime(60_000);
  expect(engines).toHaveLength(1);
  expect(failures).toEqual([{ code: 'store-newer', message: 'Newer.', advice: 'Update.', detail: null }]);
});

test.each([
  null,
  'ready',
  {},
  { type: 'open-devtools' },
  { type: 'status', unread: -1, canPause: true, paused: false, closeToTray: false },
])('the message %j is ignored', (message) => {
  supervisor.start();
  newest().emit('message', message);
  newest().emit('message', { type: 'ready' });
  expect(messages).toEqual([{ type: 'ready' }]);
});

test('posts only to an engine that runs', () => {
  expect(supervisor.post({ type: 'connect' })).toBe(false);
  supervisor.start();
  expect(supervisor.post({ type: 'connect' })).toBe(false);
  newest().emit('spawn');
  expect(supervisor.post({ type: 'connect' })).toBe(true);
  expect(newest().posted).toEqual([{ type: 'connect' }]);
});

describe('stopping', () => {
  test('lets the engine end by itself and does not start it again', async () => {
    supervisor.start();
    newest().emit('spawn');
    const stopped = supervisor.stop();
    expect(newest().posted).toEqual([{ type: 'shutdown' }]);
    newest().emit('exit', 0);
    await stopped;
    vi.advanceTimersByTime(60_000);
    expect(engines).toHaveLength(1);
    expect(newest().killed).toBe(false);
  });

  test('kills an engine that does not end within five seconds', async () => {
    supervisor.start();
    newest().emit('spawn');
    const stopped = supervisor.stop();
    vi.advanceTimersByTime(5000);
    await stopped;
    expect(newest().killed).toBe(true);
  });

  test('cancels a start that is due', async () => {
    supervisor.start();
    newest().emit('exit', 1);
    await supervisor.stop();
    vi.advanceTimersByTime(60_000);
    expect(engines).toHaveLength(1);
  });
});
