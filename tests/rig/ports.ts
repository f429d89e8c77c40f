import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

/** Below the ports that systems deal to outgoing connections: one of those must not take a port that was found free. */
const LOWEST = 10_000;
const HIGHEST = 29_999;

/**
 * Finds `count` free TCP ports on 127.0.0.1. All are held open until the last is found, so they differ; between the
 * return and their use another program could take one, which shows as a server that does not come up.
 */
export async function freePorts(count: number): Promise<number[]> {
  const held = new Map<number, Server>();
  try {
    while (held.size < count) {
      const port = randomInt(LOWEST, HIGHEST + 1);
      const server = held.has(port) ? null : await listenOn(port);
      if (server) held.set(port, server);
    }
    return [...held.keys()];
  } finally {
    await Promise.all([...held.values()].map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

/** Resolves to `null` when somebody has the port. */
function listenOn(port: number): Promise<Server | null> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(null) : reject(error),
    );
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server));
  });
}
