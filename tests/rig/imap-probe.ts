import { ImapFlow } from 'imapflow';
import type { DovecotServer, RigUser } from './dovecot.ts';

export interface ProbedMessage {
  uid: number;
  messageId: string;
  subject: string;
  flags: string[];
  size: number;
}

/** Connects as another program does: directly, without a fault in between. */
export async function connectPlainly(server: DovecotServer, user: RigUser): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: server.ports.imaps,
    secure: true,
    auth: { user: user.address, pass: user.password },
    tls: { ca: server.ca.ca },
    logger: false,
    disableAutoIdle: true,
  });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** Another mail program: a second client that looks at and changes the same mailboxes. */
export class ImapProbe {
  private constructor(readonly client: ImapFlow) {}

  static async connect(server: DovecotServer, user: RigUser): Promise<ImapProbe> {
    return new ImapProbe(await connectPlainly(server, user));
  }

  /** Every message of a mailbox, ascending by UID. */
  async messages(mailbox: string): Promise<ProbedMessage[]> {
    return this.inside(mailbox, async () => {
      const found: ProbedMessage[] = [];
      const exists = this.client.mailbox ? this.client.mailbox.exists : 0;
      if (exists === 0) return found;
      const query = { uid: true, flags: true, size: true, envelope: true };
      for await (const message of this.client.fetch('1:*', query)) {
        found.push({
          uid: message.uid,
          messageId: message.envelope?.messageId ?? '',
          subject: message.envelope?.subject ?? '',
          flags: [...(message.flags ?? [])].filter((flag) => flag !== '\\Recent').sort(),
          size: message.size ?? 0,
        });
      }
      return found.sort((a, b) => a.uid - b.uid);
    });
  }

  async uidValidity(mailbox: string): Promise<number> {
    return this.inside(mailbox, async () =>
      Number(this.client.mailbox ? this.client.mailbox.uidValidity : 0),
    );
  }

  async source(mailbox: string, uid: number): Promise<Buffer | undefined> {
    return this.inside(mailbox, async () => {
      const message = await this.client.fetchOne(String(uid), { source: true }, { uid: true });
      return message ? message.source : undefined;
    });
  }

  async flag(mailbox: string, uid: number, add: string[], remove: string[] = []): Promise<void> {
    await this.inside(mailbox, async () => {
      if (add.length > 0) await this.client.messageFlagsAdd(String(uid), add, { uid: true });
      if (remove.length > 0) await this.client.messageFlagsRemove(String(uid), remove, { uid: true });
    });
  }

  async move(mailbox: string, uid: number, to: string): Promise<void> {
    await this.inside(mailbox, () => this.client.messageMove(String(uid), to, { uid: true }));
  }

  async delete(mailbox: string, uid: number): Promise<void> {
    await this.inside(mailbox, () => this.client.messageDelete(String(uid), { uid: true }));
  }

  async append(mailbox: string, source: string | Buffer, flags: string[] = []): Promise<void> {
    await this.client.append(mailbox, Buffer.isBuffer(source) ? source : Buffer.from(source), flags);
  }

  async create(mailbox: string): Promise<void> {
    await this.client.mailboxCreate(mailbox);
  }

  async close(): Promise<void> {
    await this.client.logout().catch(() => this.client.close());
  }

  private async inside<T>(mailbox: string, work: () => Promise<T>): Promise<T> {
    const lock = await this.client.getMailboxLock(mailbox);
    try {
      // A mailbox that stays selected shows what others did only after a command.
      await this.client.noop();
      return await work();
    } finally {
      lock.release();
    }
  }
}
