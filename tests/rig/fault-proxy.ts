import { connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';

/** `down`: from the server to the client. `up`: from the client to the server. */
export type Direction = 'up' | 'down';

/** What goes wrong on a connection, and when. */
export interface Fault {
  direction: Direction;
  /** Bytes of this direction after which it happens; the chunk is split there. */
  afterBytes?: number;
  /** Or the text that triggers it, looked for in the last 8 kB of this direction (as Latin-1). */
  match?: RegExp;
  /** With `match`: pass the triggering chunk on first. Default false. */
  forward?: boolean;
  /**
   * `cut` ends both sides with a FIN, `reset` with an RST, `stall` keeps them open and passes nothing more in either
   * direction. `none`: whoever armed it with `match` learns that the moment has come, and everything passes. `answer`
   * says `answer` in the server's place, and then nothing passes any more until the client closes.
   */
  action: 'cut' | 'reset' | 'stall' | 'none' | 'answer';
  answer?: string;
}

/** How one connection behaves. */
export interface Behaviour {
  /** Closes at once after accepting. */
  refuse?: boolean;
  /** Milliseconds every chunk of both directions waits. */
  delayMs?: number;
  /** How fast the server is heard; may change while the connection is open. */
  bytesPerSecond?: number;
  fault?: Fault;
}

export interface FaultProxyOptions {
  targetPort: number;
  /** Ends TLS here and speaks plain text to the target, so that `match` can see the protocol. */
  tls?: { cert: string; key: string };
}

/** A TCP proxy on loopback that can fail in the ways networks do. */
export class FaultProxy {
  /** Connections accepted so far. */
  accepted = 0;
  /** Faults that happened so far. */
  faults = 0;
  private readonly sockets = new Set<Socket>();
  private behave: (index: number) => Behaviour = () => ({});
  private armed: { fault: Fault; happened: () => void } | undefined;

  private constructor(
    private readonly server: Server,
    readonly port: number,
    private readonly options: FaultProxyOptions,
  ) {}

  static async start(options: FaultProxyOptions): Promise<FaultProxy> {
    let proxy: FaultProxy | undefined;
    const onConnection = (socket: Socket) => proxy?.connected(socket);
    const server = options.tls
      ? createTlsServer({ cert: options.tls.cert, key: options.tls.key }, onConnection)
      : createServer(onConnection);
    server.on('tlsClientError', () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('not a TCP server');
    proxy = new FaultProxy(server, address.port, options);
    return proxy;
  }

  /** Decides for each coming connection, counted from 0, how it behaves. Connections already open stay as they are. */
  plan(behave: (index: number) => Behaviour): void {
    this.behave = behave;
  }

  /**
   * Lets the first connection whose traffic meets it, open already or not, fail so, and resolves when one has. Only
   * what passes from now on counts. A fault armed before and not met is forgotten.
   */
  arm(fault: Fault): Promise<void> {
    return new Promise((happened) => {
      this.armed = { fault, happened };
    });
  }

  disarm(): void {
    this.armed = undefined;
  }

  get open(): number {
    return this.sockets.size / 2;
  }

  /** Ends every open connection now. */
  cutAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Lets every open connection hang: nothing passes any more, nobody is told. */
  stallAll(): void {
    for (const socket of this.sockets) {
      socket.removeAllListeners('data');
      socket.pause();
    }
  }

  async stop(): Promise<void> {
    this.cutAll();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private connected(client: Socket): void {
    const behaviour = this.behave(this.accepted++);
    client.on('error', () => {});
    if (behaviour.refuse) {
      client.destroy();
      return;
    }
    const server = connect(this.options.targetPort, '127.0.0.1');
    server.on('error', () => {});
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('close', () => {
        this.sockets.delete(socket);
        (socket === client ? server : client).destroy();
      });
    }
    const state = { failed: false };
    this.relay('up', client, server, behaviour, state);
    this.relay('down', server, client, behaviour, state);
  }

  private relay(
    direction: Direction,
    from: Socket,
    to: Socket,
    behaviour: Behaviour,
    state: { failed: boolean },
  ): void {
    const { fault: planned, delayMs } = behaviour;
    let passed = 0;
    let tail = '';
    let lookedFor: Fault | undefined;
    const pass = (chunk: Buffer) => {
      passed += chunk.length;
      const { bytesPerSecond } = behaviour;
      if (bytesPerSecond && direction === 'down') {
        from.pause();
        setTimeout(
          () => {
            if (!to.destroyed) to.write(chunk);
            if (!state.failed) from.resume();
          },
          (chunk.length / bytesPerSecond) * 1000,
        );
      } else if (delayMs) setTimeout(() => to.destroyed || to.write(chunk), delayMs);
      else if (!to.destroyed && !to.write(chunk)) {
        from.pause();
        to.once('drain', () => state.failed || from.resume());
      }
    };
    from.on('data', (chunk: Buffer) => {
      if (state.failed) return;
      const fault = planned ?? this.armed?.fault;
      if (fault !== lookedFor) tail = '';
      lookedFor = fault;
      if (fault?.direction !== direction) {
        pass(chunk);
        return;
      }
      if (fault.afterBytes !== undefined && passed + chunk.length >= fault.afterBytes) {
        pass(chunk.subarray(0, fault.afterBytes - passed));
        this.fail(fault, from, to, state);
        return;
      }
      if (fault.match) {
        tail = (tail + chunk.toString('latin1')).slice(-8192);
        if (fault.match.test(tail)) {
          if (fault.forward || fault.action === 'none') pass(chunk);
          this.fail(fault, from, to, state);
          return;
        }
      }
      pass(chunk);
    });
    from.on('end', () => {
      if (!state.failed) to.end();
    });
  }

  private fail(fault: Fault, from: Socket, to: Socket, state: { failed: boolean }): void {
    if (fault === this.armed?.fault) {
      this.armed.happened();
      this.armed = undefined;
    }
    if (fault.action === 'none') return;
    state.failed = true;
    this.faults++;
    if (fault.action === 'stall') {
      from.pause();
      to.pause();
      return;
    }
    if (fault.action === 'answer') {
      (fault.direction === 'up' ? from : to).write(fault.answer ?? '');
      return;
    }
    if (fault.action === 'reset') {
      for (const socket of [from, to]) {
        // A TLS socket cannot send an RST of its own.
        if (socket instanceof TLSSocket) socket.destroy();
        else socket.resetAndDestroy();
      }
      return;
    }
    // What was passed on arrives before the FIN.
    to.end();
    from.end();
    setTimeout(() => {
      to.destroy();
      from.destroy();
    }, 200).unref();
  }
}
