import type { ImapFlow } from 'imapflow';
import { deliver } from '#rig/deliver.ts';
import type { DovecotServer, RigUser } from '#rig/dovecot.ts';
import { connectPlainly } from '#rig/imap-probe.ts';
import type { Ledger } from './ledger.ts';
import { KEYWORD, makeLetter } from './letter.ts';
import type { Random } from './random.ts';

const KEPT = ['INBOX', 'Archive', 'Junk', 'Trash', 'Sent'];
const FLAGS = ['\\Seen', '\\Flagged', '\\Answered', KEYWORD];
/** At this many messages it rather removes than adds. */
const ENOUGH = 400;

/** Another mail program on the same account: a plain IMAP client that knows nothing of Skein. */
export class OtherClient {
  private client: ImapFlow | null = null;
  /** Mailboxes of the user's own, all of them made here. */
  private made: string[] = [];
  private letters = 0;
  private names = 0;
  private size = 0;

  constructor(
    private readonly server: DovecotServer,
    private readonly user: RigUser,
    private readonly random: Random,
    private readonly ledger: Ledger,
    /** Resolves when Skein is fetching messages. */
    private readonly fetching: () => Promise<void>,
  ) {}

  /** What it can do, and how often it does. Each resolves when the server has answered. */
  get operations(): [number, string, () => Promise<void>][] {
    return [
      [14, 'append', () => this.append(1)],
      [1.5, 'append storm', () => this.append(15 + this.random.below(40))],
      [6, 'deliver', () => this.deliver()],
      [26, 'flags', () => this.flags()],
      [14, 'move', () => this.transfer('move')],
      [6, 'copy', () => this.transfer('copy')],
      [12, 'expunge', () => this.expunge()],
      [1.5, 'expunge during fetch', () => this.expungeDuringFetch()],
      [1.5, 'create', () => this.create()],
      [1.5, 'rename', () => this.rename()],
      [1, 'delete mailbox', () => this.deleteMailbox(false)],
      [0.6, 'delete and make again', () => this.deleteMailbox(true)],
      [1, 'lose UIDs', () => this.loseUids()],
      [0.5, 'restart', () => this.restart('clean')],
      [0.5, 'kill', () => this.restart('kill')],
    ];
  }

  get mailboxes(): string[] {
    return [...KEPT, ...this.made];
  }

  /** How many messages the server holds, as the last comparison found. */
  set messages(count: number) {
    this.size = count;
  }

  async close(): Promise<void> {
    const { client } = this;
    this.client = null;
    await client?.logout().catch(() => client.close());
  }

  private async connected(): Promise<ImapFlow> {
    if (this.client?.usable) return this.client;
    this.client = await connectPlainly(this.server, this.user);
    return this.client;
  }

  /** Runs `work` with the mailbox selected and all its UIDs. */
  private async inside(
    mailbox: string,
    work: (client: ImapFlow, uids: number[]) => Promise<void>,
  ): Promise<void> {
    const client = await this.connected();
    await client.mailboxOpen(mailbox);
    const found = await client.search({ all: true }, { uid: true });
    await work(client, Array.isArray(found) ? found : []);
  }

  /** Some answer an earlier one; a few are another text under the Message-ID of an earlier one. */
  private nextLetter() {
    const earlier = this.letters > 0 ? this.random.below(this.letters) : null;
    const draw = this.random.next();
    this.size++;
    return makeLetter(++this.letters, this.random.next, {
      answers: draw < 0.15 ? earlier : null,
      sameIdAs: draw > 0.97 ? earlier : null,
    });
  }

  private async append(letters: number, into?: string): Promise<void> {
    if (this.size > ENOUGH && letters > 1) return this.expunge();
    const client = await this.connected();
    const mailbox = into ?? this.random.pick(['INBOX', 'INBOX', ...this.mailboxes]);
    for (let i = 0; i < letters; i++) {
      const { messageId, source } = this.nextLetter();
      const flags = FLAGS.filter(() => this.random.chance(0.15));
      this.ledger.add(messageId, mailbox);
      await must('append', client.append(mailbox, source, flags));
    }
  }

  private async deliver(): Promise<void> {
    const { messageId, source } = this.nextLetter();
    this.ledger.add(messageId, 'INBOX');
    const to = this.user.address;
    await deliver(this.server.ports.lmtp, { from: 'writer@letters.example', to, source });
  }

  private flags(): Promise<void> {
    return this.inside(this.random.pick(this.mailboxes), async (client, uids) => {
      const range = this.random.some(uids, 6).join(',');
      if (range === '') return;
      const flags = [this.random.pick(FLAGS)];
      const options = { uid: true };
      if (this.random.chance(0.5)) await must('STORE', client.messageFlagsAdd(range, flags, options));
      else await must('STORE', client.messageFlagsRemove(range, flags, options));
    });
  }

  private transfer(how: 'move' | 'copy'): Promise<void> {
    const to = this.random.pick(this.mailboxes);
    return this.inside(this.random.pick(this.mailboxes), async (client, uids) => {
      const chosen = this.random.some(uids, 5);
      if (chosen.length === 0 || (how === 'move' && client.mailbox && client.mailbox.path === to)) return;
      const range = chosen.join(',');
      const ids = await messageIds(client, chosen);
      if (how === 'move') {
        this.ledger.moved(ids.values(), client.mailbox ? client.mailbox.path : '', to);
        await client.messageMove(range, to, { uid: true });
        return;
      }
      const copied = await client.messageCopy(range, to, { uid: true });
      // Those Skein took away meanwhile are not copied; the server says which ones were.
      if (copied) for (const uid of copied.uidMap?.keys() ?? []) this.ledger.add(ids.get(uid) as string, to);
    });
  }

  private expunge(): Promise<void> {
    return this.inside(this.random.pick(this.mailboxes), (client, uids) =>
      this.remove(client, this.random.some(uids, this.size > ENOUGH ? 60 : 6)),
    );
  }

  private async expungeDuringFetch(): Promise<void> {
    if (this.size <= ENOUGH) await this.append(20, 'INBOX');
    await this.inside('INBOX', async (client, uids) => {
      await this.fetching();
      await this.remove(client, this.random.some(uids.slice(-20), 12));
    });
  }

  private async remove(client: ImapFlow, uids: number[]): Promise<void> {
    if (uids.length === 0) return;
    const ids = await messageIds(client, uids);
    for (const messageId of ids.values()) this.ledger.remove(messageId);
    this.size -= ids.size;
    await client.messageDelete(uids.join(','), { uid: true });
  }

  private async create(): Promise<void> {
    if (this.made.length >= 8) return this.rename();
    const parent = this.made.length > 0 && this.random.chance(0.3) ? this.random.pick(this.made) : null;
    const name = `Box ${++this.names}`;
    const path = parent && !parent.includes('/') ? `${parent}/${name}` : name;
    await (await this.connected()).mailboxCreate(path);
    this.made.push(path);
  }

  /** Dovecot does not rename or delete what is selected here. CLOSE would remove what is marked \Deleted. */
  private async leftMailbox(): Promise<ImapFlow> {
    const client = await this.connected();
    await client.mailboxOpen('INBOX');
    return client;
  }

  private async rename(): Promise<void> {
    if (this.made.length === 0) return;
    const from = this.random.pick(this.made);
    const to = `Größe ${++this.names}`;
    const client = await this.leftMailbox();
    await must('RENAME', client.mailboxRename(from, to));
    this.ledger.renamed(from, to);
    this.made = this.made.map((path) =>
      path === from || path.startsWith(`${from}/`) ? to + path.slice(from.length) : path,
    );
  }

  private async deleteMailbox(again: boolean): Promise<void> {
    const leaves = this.made.filter((path) => !this.made.some((other) => other.startsWith(`${path}/`)));
    if (leaves.length === 0) return;
    const path = this.random.pick(leaves);
    let held: string[] = [];
    await this.inside(path, async (client, uids) => {
      if (uids.length > 0) held = [...(await messageIds(client, uids)).values()];
    });
    const client = await this.leftMailbox();
    await must('DELETE', client.mailboxDelete(path));
    this.ledger.deletedMailbox(path, held);
    if (again) await must('CREATE', client.mailboxCreate(path));
    else this.made = this.made.filter((one) => one !== path);
  }

  private async loseUids(): Promise<void> {
    await this.close();
    const flat = this.mailboxes.filter((path) => !path.includes('/') && !path.startsWith('Größe'));
    const path = this.random.pick(flat);
    await this.server.loseUids(this.user.address, path);
    this.ledger.serverKilled(`UIDs of ${path} lost`);
  }

  private async restart(how: 'clean' | 'kill'): Promise<void> {
    await this.close();
    await this.server.restart(how);
    if (how === 'kill') this.ledger.serverKilled('killed');
    else this.ledger.happened('restarted');
  }
}

async function messageIds(client: ImapFlow, uids: number[]): Promise<Map<number, string>> {
  const ids = new Map<number, string>();
  for await (const { uid, envelope } of client.fetch(uids.join(','), { envelope: true }, { uid: true }))
    ids.set(uid, envelope?.messageId ?? '');
  return ids;
}

/** The other client's commands are valid, so a refusal is a defect of the test. */
async function must(what: string, answer: Promise<unknown>): Promise<void> {
  if (!(await answer)) throw new Error(`The server refused ${what} to the other client.`);
}
