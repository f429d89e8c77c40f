import type { Server } from 'node:net';

/** Begins to listen on loopback; port 0 takes a free one. Resolves to the server, rejects when the port is taken. */
export function listenOnLoopback<S extends Server>(server: S, port = 0): Promise<S> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** Ends a web server and the connections it still has. */
export function closeWebServer(server: Server & { closeAllConnections(): void }): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
