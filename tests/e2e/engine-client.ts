import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { Page } from '@playwright/test';
import type { Contract } from '#shared/contract/contract.ts';

export type EngineClient = ContractRouterClient<Contract>;

type PortTaker = (port: MessagePort) => void;
type PageGlobals = Record<string, unknown> & { skein: { requestPort(): void }; takePort?: PortTaker };

const prepared = new WeakSet<Page>();
let connections = 0;

/**
 * Gets the page a port the way the app gets its own, without the app adopting it, and leaves it there as the global
 * `name`. The first time, the page is loaded anew: who listens first decides who gets the port.
 */
export async function takePort(page: Page, name: string): Promise<void> {
  if (!prepared.has(page)) {
    prepared.add(page);
    await page.addInitScript(() => {
      const globals = globalThis as unknown as PageGlobals;
      window.addEventListener('message', (event) => {
        const port = event.ports[0];
        if (event.data?.type !== 'skein:port' || !port || !globals.takePort) return;
        event.stopImmediatePropagation();
        globals.takePort(port);
        delete globals.takePort;
      });
    });
    await page.reload();
  }
  await page.evaluate(
    (at) =>
      new Promise<void>((resolve) => {
        const globals = globalThis as unknown as PageGlobals;
        globals.takePort = (port) => {
          globals[at] = port;
          resolve();
        };
        globals.skein.requestPort();
      }),
    name,
  );
}

/**
 * A client of the contract over a port of its own, asked for by the app's page. Resolves once an engine runs and
 * main gave the port; calls in flight reject when the engine or the page ends.
 */
export async function connectEngine(page: Page): Promise<EngineClient> {
  const name = `testEngine${connections++}`;
  const listeners: Record<'message' | 'close', ((event: { data: unknown }) => void)[]> = {
    message: [],
    close: [],
  };
  let ended = false;
  const tell = (type: 'message' | 'close', data?: unknown) => {
    if (type === 'close') ended = true;
    for (const listener of listeners[type]) listener({ data });
  };
  await page.exposeFunction(`${name}Message`, (data: unknown) => tell('message', data));
  await page.exposeFunction(`${name}Close`, () => tell('close'));
  page.once('close', () => tell('close'));
  await takePort(page, name);
  await page.evaluate((at) => {
    const globals = globalThis as unknown as PageGlobals;
    const port = globals[at] as MessagePort;
    port.addEventListener('message', ({ data }) => (globals[`${at}Message`] as (d: unknown) => void)(data));
    port.addEventListener('close', () => (globals[`${at}Close`] as () => void)());
    port.start();
  }, name);
  const port = {
    addEventListener(type: 'message' | 'close', listener: (event: { data: unknown }) => void) {
      listeners[type].push(listener);
    },
    postMessage(data: unknown) {
      if (ended) throw new Error('The engine this client was connected to has ended.');
      page
        .evaluate(
          ([at, message]) => (globalThis as unknown as Record<string, MessagePort>)[at]!.postMessage(message),
          [name, data] as const,
        )
        // The page went, or another was loaded.
        .catch(() => tell('close'));
    },
  };
  return createORPCClient(new RPCLink({ port: port as unknown as MessagePort }));
}
