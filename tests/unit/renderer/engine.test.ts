import { getEventListeners } from 'node:events';
import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { afterAll, expect, test, vi } from 'vitest';
import { contract } from '#shared/contract/contract.ts';
import { PORT_MESSAGE } from '#shared/contract/window-messages.ts';

/** The window as far as the engine's client uses it. */
const page = Object.assign(new EventTarget(), { location: { origin: 'app://skein' } });
vi.stubGlobal('window', page);
const { connect, connected, engine } = await import('../../../renderer/app/engine.ts');

const os = implement(contract);
const never = new Promise<never>(() => {});
const asked = vi.fn();
const router = {
  session: { noteUse: os.session.noteUse.handler(() => ({})) },
  places: {
    counts: os.places.counts.handler(() => {
      asked();
      return never;
    }),
  },
};

const ports: MessagePort[] = [];
afterAll(() => {
  for (const port of ports) port.close();
});

/** Hands the window a port to an engine, as its preload script does. */
function handPort(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  new RPCHandler(router as never).upgrade(port2);
  port2.start();
  const message = new MessageEvent('message', { data: { type: PORT_MESSAGE }, ports: [port1 as never] });
  Object.defineProperties(message, { source: { value: page }, origin: { value: 'app://skein' } });
  page.dispatchEvent(message);
  return port2;
}

test('an answered call leaves nothing behind for as long as the engine runs', async () => {
  connect();
  handPort();
  const signal = await connected();
  const before = getEventListeners(signal, 'abort').length;
  for (let i = 0; i < 20; i++) await engine.session.noteUse({});
  await Promise.all(Array.from({ length: 5 }, () => engine.session.noteUse({})));
  expect(getEventListeners(signal, 'abort')).toHaveLength(before);
});

test('a call in flight fails when the engine goes, and the next one asks the new engine', async () => {
  handPort();
  const counts = engine.places.counts({});
  await vi.waitFor(() => expect(asked).toHaveBeenCalled());
  handPort();
  await expect(counts).rejects.toMatchObject({ name: 'EngineGoneError' });
  await expect(engine.session.noteUse({})).resolves.toEqual({});
});
