/**
 * The window's end of the contract. One client for the window's whole life; the port under it is replaced when
 * the engine restarts. Calls in flight then fail with EngineGoneError, later calls wait for the new port.
 */
import { type ClientLink, createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '#shared/contract/contract.ts';
import { PORT_MESSAGE } from '#shared/contract/window-messages.ts';
import { bridge } from './bridge.ts';
import { EngineGoneError } from './errors.ts';

type Context = Record<never, never>;
export type Engine = ContractRouterClient<Contract, Context>;
export type ConnectionState = 'connecting' | 'connected' | 'reconnecting';

interface Connection {
  link: RPCLink<Context>;
  port: MessagePort;
  ended: AbortController;
}

const firstRetryMs = 500;
const lastRetryMs = 8000;

let connection: Connection | null = null;
let everConnected = false;
let waiting: ((connection: Connection) => void)[] = [];
let retryTimer: ReturnType<typeof setTimeout> | undefined;
const watchers = new Set<(state: ConnectionState) => void>();

function stateNow(): ConnectionState {
  if (connection) return 'connected';
  return everConnected ? 'reconnecting' : 'connecting';
}

function announce(): void {
  for (const watcher of watchers) watcher(stateNow());
}

/** Calls back with the present state and with every later one; returns the way to stop. */
export function watchConnection(watcher: (state: ConnectionState) => void): () => void {
  watchers.add(watcher);
  watcher(stateNow());
  return () => watchers.delete(watcher);
}

function ask(delay: number): void {
  clearTimeout(retryTimer);
  bridge()?.requestPort();
  retryTimer = setTimeout(() => ask(Math.min(delay * 2, lastRetryMs)), delay);
}

function drop(gone: Connection): void {
  if (connection !== gone) return;
  connection = null;
  gone.ended.abort(new EngineGoneError());
  announce();
  ask(firstRetryMs);
}

function adopt(port: MessagePort): void {
  clearTimeout(retryTimer);
  const previous = connection;
  const fresh: Connection = { link: new RPCLink({ port }), port, ended: new AbortController() };
  port.addEventListener('close', () => drop(fresh));
  port.start();
  connection = fresh;
  everConnected = true;
  if (previous) {
    previous.ended.abort(new EngineGoneError());
    // The peer over the old port only ends its calls on this event, which a port closed from here never gets.
    previous.port.dispatchEvent(new Event('close'));
    previous.port.close();
  }
  const ready = waiting;
  waiting = [];
  for (const resolve of ready) resolve(fresh);
  announce();
}

async function current(): Promise<Connection> {
  const found = connection ?? (await new Promise<Connection>((resolve) => waiting.push(resolve)));
  // It may have ended before whoever waited for it came to run.
  return found.ended.signal.aborted ? current() : found;
}

/** Resolves when a port is there; the signal aborts when that port ends. */
export async function connected(): Promise<AbortSignal> {
  return (await current()).ended.signal;
}

const link: ClientLink<Context> = {
  async call(path, input, options) {
    const { link: over, ended } = connection ?? (await current());
    let onEnd = () => {};
    const gone = new Promise<never>((_, reject) => {
      onEnd = () => reject(new EngineGoneError());
      ended.signal.addEventListener('abort', onEnd);
    });
    try {
      return await Promise.race([over.call(path, input, options), gone]);
    } finally {
      // The signal lives as long as the connection, and would keep every answer it ever gave.
      ended.signal.removeEventListener('abort', onEnd);
    }
  },
};

/** The engine, as typed by the contract. Every call may throw; see toErrorInfo. */
export const engine: Engine = createORPCClient(link);

/** Starts listening for ports and asks for the first. Call once. */
export function connect(): void {
  window.addEventListener('message', (event) => {
    const port = event.ports[0];
    const ours = event.source === window && event.origin === window.location.origin;
    if (ours && port && (event.data as { type?: unknown } | null)?.type === PORT_MESSAGE) adopt(port);
  });
  ask(firstRetryMs);
}
