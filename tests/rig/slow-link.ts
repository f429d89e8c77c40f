import { connect, createServer, type Server, type Socket } from 'node:net';

/** Bytes. */
const PACKET = 4096;

export interface SlowLinkOptions {
  targetPort: number;
  /** From the server; all connections share them. */
  bytesPerSecond: number;
  /** One way, in milliseconds. */
  delayMs: number;
}

/** A TCP proxy on loopback that is as slow as a bad network: every connection gets its share of one way. */
export class SlowLink {
  private readonly sockets = new Set<Socket>();
  /** Until when the way is taken, in milliseconds of `performance.now()`. */
  private takenUntil = 0;

  private constructor(
    private readonly server: Server,
    readonly port: number,
    private readonly options: SlowLinkOptions,
  ) {}

  static async start(options: SlowLinkOptions): Promise<SlowLink> {
    let link: SlowLink | undefined;
    const server = createServer((socket) => link?.connected(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('not a TCP server');
    link = new SlowLink(server, address.port, options);
    return link;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private connected(client: Socket): void {
    const { targetPort, delayMs } = this.options;
    const server = connect(targetPort, '127.0.0.1');
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.sockets.delete(socket);
        (socket === client ? server : client).destroy();
      });
    }
    client.on('data', (chunk) => setTimeout(() => server.writable && server.write(chunk), delayMs));
    server.on('data', (chunk) => void this.pass(chunk, server, client));
  }

  /** A packet of each connection is on its way at a time, so none gets more than its share. */
  private async pass(chunk: Buffer, server: Socket, client: Socket): Promise<void> {
    const { delayMs, bytesPerSecond } = this.options;
    server.pause();
    for (let start = 0; start < chunk.length && !server.destroyed; start += PACKET) {
      const packet = chunk.subarray(start, start + PACKET);
      const now = performance.now();
      this.takenUntil = Math.max(this.takenUntil, now) + (packet.length / bytesPerSecond) * 1000;
      await new Promise((passed) => setTimeout(passed, this.takenUntil - now));
      setTimeout(() => client.writable && client.write(packet), delayMs);
    }
    server.resume();
  }
}
