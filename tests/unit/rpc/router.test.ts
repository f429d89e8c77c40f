import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { RPCHandler } from '@orpc/server/message-port';
import { afterEach, describe, expect, test } from 'vitest';
import { EraseError } from '#engine/privacy/errors.ts';
import { router } from '#engine/rpc/router.ts';
import type { Session } from '#engine/session.ts';
import type { Contract } from '#shared/contract/contract.ts';

const channels: MessageChannel[] = [];
afterEach(() => {
  for (const { port1 } of channels.splice(0)) port1.close();
});

/** A window's client, over a port, of an engine of which only some parts are there. */
function connect(engine: object): ContractRouterClient<Contract> {
  const channel = new MessageChannel();
  channels.push(channel);
  const session = { engine: async () => engine } as unknown as Session;
  new RPCHandler(router).upgrade(channel.port1, { context: { session, window: channel } });
  channel.port1.start();
  channel.port2.start();
  return createORPCClient(new RPCLink({ port: channel.port2 }));
}

describe('a stream of the contract', () => {
  const scope = { kind: 'thread', id: '019a0000-0000-7000-8000-000000000000' } as const;

  test('tells how far an erasure is and fails with the typed error', async () => {
    const client = connect({
      erasing: {
        erase: async (_: unknown, progress: (erased: number, total: number) => void) => {
          progress(50, 120);
          throw new EraseError('erase-stopped', 'You stopped it.');
        },
      },
    });
    const events = await client.erase.run({ scope, confirmed: '' });
    expect((await events.next()).value).toEqual({ erased: 50, total: 120, receipt: null });
    await expect(events.next()).rejects.toMatchObject({
      code: 'SKEIN',
      defined: true,
      data: { code: 'erase-stopped', advice: 'What is erased stays erased. Erase again to go on.' },
    });
  });

  test('may be left: the erasure goes on', async () => {
    let goOn = () => {};
    let ended = false;
    const client = connect({
      erasing: {
        erase: async (_: unknown, progress: (erased: number, total: number) => void) => {
          progress(1, 2);
          await new Promise<void>((resolve) => {
            goOn = resolve;
          });
          ended = true;
          return {};
        },
      },
    });
    const events = await client.erase.run({ scope, confirmed: '' });
    await events.next();
    await events.return?.();
    goOn();
    await expect.poll(() => ended).toBe(true);
  });
});
