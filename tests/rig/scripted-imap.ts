import { createServer, type Server, type TLSSocket } from 'node:tls';
import type { Leaf } from './ca.ts';

export interface ScriptedMessage {
  uid: number;
  messageId: string;
  /** What RFC822.SIZE claims; default: the truth. */
  claimedSize?: number;
  body?: string;
  /** What BODYSTRUCTURE says. */
  structure?: string;
  /** X-GM-MSGID and X-GM-THRID: the same message in several mailboxes has the same ones. */
  gmail?: { messageId: string; threadId: string };
}

/** One inbox that a scripted server shows; change it between commands to lie about it. */
export interface ScriptedInbox {
  uidValidity: number;
  messages: ScriptedMessage[];
  /** UIDs that SEARCH names; default: those of the messages. */
  search?: () => string;
  /** EXISTS; default: the number of messages. */
  exists?: () => number;
  /** MAILBOXID (RFC 8474). */
  objectId?: string;
  /** What PERMANENTFLAGS names; left out, the server does not say. */
  permanentFlags?: string;
  /** Whether a command is answered with NO; a text is all that it is answered with. */
  refuses?: (command: string) => boolean | string;
  /** Whether the connection ends when this command comes. */
  breaks?: (command: string) => boolean;
}

/** What the server can besides IMAP4rev1, and its mailboxes by name: LIST attributes, and what lies in them. */
export interface ScriptedAccount {
  capabilities: string[];
  /** What LSUB names; default: every mailbox. */
  subscribed?: string[];
  mailboxes: Record<string, { attributes: string; inbox: ScriptedInbox }>;
}

/** A tiny IMAP server with TLS that says what no real server would. Knows just the commands the sync uses. */
export class ScriptedImap {
  /** Commands received, without tags and without what follows LOGIN. */
  readonly commands: string[] = [];
  private readonly sockets = new Set<TLSSocket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static start(leaf: Leaf, inbox: ScriptedInbox): Promise<ScriptedImap> {
    const mailboxes = { INBOX: { attributes: '', inbox } };
    return ScriptedImap.startAccount(leaf, { capabilities: [], mailboxes });
  }

  static async startAccount(leaf: Leaf, account: ScriptedAccount): Promise<ScriptedImap> {
    let scripted: ScriptedImap | undefined;
    const server = createServer({ cert: leaf.cert, key: leaf.key }, (socket) =>
      scripted?.serve(socket, account),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('not a TCP server');
    scripted = new ScriptedImap(server, address.port);
    return scripted;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(socket: TLSSocket, account: ScriptedAccount): void {
    let selected = 'INBOX';
    this.sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.sockets.delete(socket));
    let buffered = '';
    socket.write('* OK ready\r\n');
    socket.on('data', (data) => {
      buffered += data.toString('utf8');
      for (let end = buffered.indexOf('\r\n'); end >= 0; end = buffered.indexOf('\r\n')) {
        const [tag = '', ...rest] = buffered.slice(0, end).split(' ');
        buffered = buffered.slice(end + 2);
        const command = rest.join(' ');
        this.commands.push(/^LOGIN/i.test(command) ? 'LOGIN' : command);
        selected = /^(?:SELECT|EXAMINE) "?([^"]+)"?/i.exec(command)?.[1] ?? selected;
        const inbox = account.mailboxes[selected]?.inbox;
        if (inbox?.breaks?.(command)) {
          socket.destroy();
          return;
        }
        const refused = inbox?.refuses?.(command) ?? false;
        const lines = typeof refused === 'string' ? [] : answer(command, account, selected);
        const ending = refused ? `NO ${refused === true ? 'done' : refused}` : 'OK done';
        socket.write(`${lines.map((line) => `* ${line}\r\n`).join('')}${tag} ${ending}\r\n`);
      }
    });
  }
}

function answer(command: string, account: ScriptedAccount, selected: string): string[] {
  const named = /^STATUS "?([^"(]+?)"? \(/i.exec(command)?.[1] ?? selected;
  const inbox = account.mailboxes[named]?.inbox ?? { uidValidity: 1, messages: [] };
  const exists = inbox.exists?.() ?? inbox.messages.length;
  const uidNext = Math.max(0, ...inbox.messages.map(({ uid }) => uid)) + 1;
  const name = /^(?:UID )?\w+/.exec(command)?.[0]?.toUpperCase();
  switch (name) {
    case 'CAPABILITY':
      return [['CAPABILITY IMAP4rev1', ...account.capabilities].join(' ')];
    case 'ENABLE':
      return [
        `ENABLED ${command
          .split(' ')
          .slice(1)
          .filter((name) => account.capabilities.includes(name))
          .join(' ')}`,
      ];
    case 'LIST':
    case 'LSUB':
      // Only the separator is asked for (RFC 9051 section 6.3.9).
      if (command.endsWith(' ""')) return ['LIST (\\Noselect) "/" ""'];
      return Object.entries(account.mailboxes)
        .filter(([path]) => path === 'INBOX' || !/ "?INBOX"?$/i.test(command))
        .filter(([path]) => name === 'LIST' || (account.subscribed?.includes(path) ?? true))
        .map(([path, { attributes }]) => `${name} (${attributes}) "/" "${path}"`);
    case 'SELECT':
    case 'EXAMINE':
      return [
        ...(inbox.permanentFlags === undefined ? [] : [`OK [PERMANENTFLAGS (${inbox.permanentFlags})] ok`]),
        `${exists} EXISTS`,
        `OK [UIDVALIDITY ${inbox.uidValidity}] ok`,
        `OK [UIDNEXT ${uidNext}] ok`,
        ...(inbox.objectId === undefined ? [] : [`OK [MAILBOXID (${inbox.objectId})] ok`]),
      ];
    case 'STATUS':
      return [`STATUS "${named}" (MESSAGES ${exists} UIDNEXT ${uidNext} UIDVALIDITY ${inbox.uidValidity})`];
    case 'UID SEARCH':
      return [`SEARCH ${inbox.search?.() ?? inbox.messages.map(({ uid }) => uid).join(' ')}`];
    case 'UID FETCH':
      return fetchLines(command, inbox);
    default:
      return [];
  }
}

function fetchLines(command: string, { messages }: ScriptedInbox): string[] {
  const [, set = '', items = ''] = /^UID FETCH (\S+) (.*)$/i.exec(command) ?? [];
  const ranges = set.split(',').map((part) => part.split(':').map(Number));
  const wanted = messages.filter(({ uid }) =>
    ranges.some(([first = 0, last = first]) => uid >= first && uid <= last),
  );
  return wanted.map((message) => {
    const source = `Message-ID: <${message.messageId}>\r\nSubject: s\r\n\r\n${message.body ?? 'body'}\r\n`;
    const size = message.claimedSize ?? source.length;
    const header = `Message-ID: <${message.messageId}>\r\n\r\n`;
    const fields = /HEADER\.FIELDS/i.test(items)
      ? ` BODY[HEADER.FIELDS (Message-ID)] {${header.length}}\r\n${header}`
      : '';
    const body = /BODY\.PEEK\[\]/i.test(items) ? ` BODY[] {${source.length}}\r\n${source}` : '';
    const top = /BODY\.PEEK\[HEADER\]/i.test(items)
      ? ` BODY[HEADER]${/HEADER\]<0/.test(items) ? '<0>' : ''} {${header.length}}\r\n${header}`
      : '';
    const structure =
      message.structure && /BODYSTRUCTURE/i.test(items) ? ` BODYSTRUCTURE ${message.structure}` : '';
    const seq = messages.indexOf(message) + 1;
    const ids = message.gmail
      ? ` X-GM-MSGID ${message.gmail.messageId} X-GM-THRID ${message.gmail.threadId}`
      : '';
    return `${seq} FETCH (UID ${message.uid}${ids} FLAGS () INTERNALDATE "20-Nov-2026 09:00:00 +0000" RFC822.SIZE ${size}${fields}${structure}${top}${body})`;
  });
}
