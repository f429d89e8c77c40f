import { getEventListeners } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { probeServer } from '#engine/channels/mail/server-probe.ts';

it('many servers are tried under one signal without a listener of each on it', async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const { signal } = new AbortController();
  const probes = Array.from({ length: 12 }, () =>
    probeServer('imap', { host: '127.0.0.1', port, tls: 'implicit' }, signal),
  );
  // Node warns of a leak from the eleventh on.
  expect(getEventListeners(signal, 'abort').length).toBeLessThan(11);
  expect(await Promise.all(probes)).toEqual(Array(12).fill(false));
  await new Promise((resolve) => server.close(resolve));
});

it('a probe ends when its signal is aborted', async () => {
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const controller = new AbortController();
  const probe = probeServer('imap', { host: '127.0.0.1', port, tls: 'implicit' }, controller.signal);
  server.once('connection', () => controller.abort());
  expect(await probe).toBe(false);
  server.close();
});
