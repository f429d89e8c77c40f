import { ImapAccount, type ImapAccountOptions } from '#engine/channels/mail/imap/account.ts';
import { messageIdIn } from '#engine/channels/mail/imap/download.ts';
import type { ImapTimings } from '#engine/channels/mail/imap/timings.ts';
import type { MailAccountStatus, MailboxProgress } from '#engine/channels/mail/ports.ts';
import type { MailSettings } from '#engine/channels/mail/settings.ts';
import type { DovecotServer, RigUser } from '#rig/dovecot.ts';
import { MemoryMailStore } from '#rig/memory-mail-store.ts';

/** As much of a message as these tests look at. */
export interface TinyParsed {
  messageId: string | null;
  text: string;
}

/** A parser that is enough to tell messages apart. */
export async function parseTiny(source: Uint8Array): Promise<TinyParsed> {
  const text = Buffer.from(source).toString('latin1');
  const header = text.slice(0, text.indexOf('\r\n\r\n') + 2);
  return { messageId: messageIdIn(Buffer.from(header)), text };
}

export const QUICK: Partial<ImapTimings> = {
  connect: 10_000,
  greeting: 10_000,
  stall: 10_000,
  poll: 500,
  linger: 1000,
  check: 1000,
  backoffMin: 20,
  backoffMax: 200,
};

export function settingsFor(
  server: DovecotServer,
  user: RigUser,
  change: { port?: number; host?: string; ca?: string | null; tls?: 'implicit' | 'starttls' } = {},
): MailSettings {
  const tls = change.tls ?? 'implicit';
  return {
    username: user.address,
    imap: {
      host: change.host ?? 'localhost',
      port: change.port ?? (tls === 'implicit' ? server.ports.imaps : server.ports.imap),
      tls,
    },
    smtp: { host: 'localhost', port: 1, tls: 'implicit' },
    ca: change.ca === undefined ? server.ca.ca : change.ca,
  };
}

export interface Fixture {
  account: ImapAccount<TinyParsed>;
  store: MemoryMailStore<TinyParsed>;
  statuses: MailAccountStatus[];
  progress: MailboxProgress[];
}

/** An account over a store in memory. Not started yet. */
export function makeAccount(
  server: DovecotServer,
  user: RigUser,
  change: Parameters<typeof settingsFor>[2] & {
    timings?: Partial<ImapTimings>;
    store?: MemoryMailStore<TinyParsed>;
    password?: () => Promise<string>;
    parse?: ImapAccountOptions<TinyParsed>['parse'];
  } = {},
): Fixture {
  const store = change.store ?? new MemoryMailStore<TinyParsed>((parsed) => parsed.messageId);
  const statuses: MailAccountStatus[] = [];
  const progress: MailboxProgress[] = [];
  const account = new ImapAccount<TinyParsed>({
    accountId: 'a1',
    settings: settingsFor(server, user, change),
    secret: change.password ?? (async () => user.password),
    store,
    parse: change.parse ?? parseTiny,
    observer: { status: (s) => statuses.push(s), progress: (p) => progress.push(p) },
    timings: { ...QUICK, ...change.timings },
  });
  return { account, store, statuses, progress };
}
