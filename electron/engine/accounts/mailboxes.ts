/** Mailboxes that the user makes, renames and deletes: on the server first, then here. */
import type { ingestCommands, ingestQueries } from '#engine/ingest/registry.ts';
import { uuidv7 } from '#engine/store/ids.ts';
import type { MailboxRow } from '#engine/store/repositories/mailboxes.ts';
import type { StoreAccess } from '#engine/store/store-access.ts';
import type { MailRuntime } from './mail-runtime.ts';
import { checkedMailboxName, MailboxError } from './mailbox-name.ts';

export interface MailboxPorts {
  store: StoreAccess<typeof ingestCommands, typeof ingestQueries>;
  /** The account while it runs; `null` for one that has no server. */
  mail(accountId: string): MailRuntime | null;
  /** The mail accounts that run. */
  mails(): [accountId: string, runtime: MailRuntime][];
}

/** Changes that can be taken back. */
const REMEMBERED = 20;

/** Every method rejects with MailboxError, or with MailError when the server cannot be reached or refuses. */
export class Mailboxes {
  readonly #ports: MailboxPorts;
  /** What takes a change back, by the id it is known by in the window. */
  readonly #reversals = new Map<string, () => Promise<void>>();

  constructor(ports: MailboxPorts) {
    this.#ports = ports;
  }

  async create({
    accountId,
    name,
    parentId,
  }: {
    accountId: string;
    name: string;
    parentId: string | null;
  }): Promise<{ id: string }> {
    const { imap } = this.#runtime(accountId);
    const rows = await this.#ports.store.read('mailbox.rows', accountId);
    const parent = parentId === null ? null : rows.find(({ id }) => id === parentId);
    if (parent === undefined) throw new MailboxError('mailbox-gone');
    const delimiter = parent?.delimiter ?? rows.find((row) => row.delimiter !== '')?.delimiter ?? '';
    const own = checkedMailboxName(name, delimiter);
    if (parent && delimiter === '') throw new MailboxError('mailbox-cannot-hold');
    const path = await imap.mailboxChanges.create(parent ? `${parent.path}${delimiter}${own}` : own);
    const added = await this.#ports.store.write('mailbox.add', { accountId, path, role: 'none', delimiter });
    this.#compare(accountId);
    return { id: added.id };
  }

  async rename({ id, name }: { id: string; name: string }): Promise<void> {
    const mailbox = await this.#own(id);
    const { delimiter, path, account_id: accountId } = mailbox;
    const own = checkedMailboxName(name, delimiter);
    const to = path.slice(0, path.length - mailbox.name.length) + own;
    if (to === path) return;
    const rows = await this.#ports.store.read('mailbox.rows', accountId);
    const renamed = (row: MailboxRow) =>
      row.id === id || (delimiter !== '' && row.path.startsWith(path + delimiter));
    const subscribed = rows.filter((row) => row.subscribed === 1 && renamed(row)).map((row) => row.path);
    await this.#runtime(accountId).imap.mailboxChanges.rename(path, to, subscribed);
    await this.#ports.store.write('mailbox.rename', { id, path: to });
    this.#compare(accountId);
  }

  async remove(id: string): Promise<{ actionId: string | null; moved: number }> {
    const mailbox = await this.#own(id);
    const { account_id: accountId, path, delimiter } = mailbox;
    const rows = await this.#ports.store.read('mailbox.rows', accountId);
    if (delimiter !== '' && rows.some((row) => row.path.startsWith(path + delimiter)))
      throw new MailboxError('mailbox-has-mailboxes');
    const trash = rows.find(({ role, selectable }) => role === 'trash' && selectable === 1);
    const { imap } = this.#runtime(accountId);
    const subscribed = mailbox.subscribed === 1;
    const removed = await imap.mailboxChanges.remove({ path, subscribed }, trash?.path ?? null);
    await this.#ports.store.write('mailbox.drop', id);
    this.#compare(accountId);
    const { moved } = removed;
    if (moved && moved.uids.size < moved.count) return { actionId: null, moved: moved.count };
    const actionId = this.#remember(async () => {
      await this.#runtime(accountId).imap.mailboxChanges.restore(removed);
      this.#compare(accountId);
    });
    return { actionId, moved: moved?.count ?? 0 };
  }

  /** Whether other mail programs show a mailbox. */
  async subscribe({ id, subscribed }: { id: string; subscribed: boolean }): Promise<{ actionId: string }> {
    await this.#subscribe(id, subscribed);
    return { actionId: this.#remember(() => this.#subscribe(id, !subscribed)) };
  }

  async #subscribe(id: string, subscribed: boolean): Promise<void> {
    const mailbox = await this.#ports.store.read('mailbox.get', id);
    if (!mailbox) throw new MailboxError('mailbox-gone');
    const { account_id: accountId, path } = mailbox;
    await this.#runtime(accountId).imap.mailboxChanges.subscribe(path, subscribed);
    await this.#ports.store.write('mailbox.setSubscribed', { id, subscribed });
  }

  /** Somebody looks at a mailbox, or at those of a role: what they lack is fetched first. */
  async look(place: { mailboxId: string | null; role: string | null }): Promise<void> {
    const shown = await this.#ports.store.read('mailbox.ofPlace', place);
    for (const [accountId, { imap }] of this.#ports.mails())
      imap.look(shown.filter((one) => one.accountId === accountId).map(({ id }) => id));
  }

  /** Somebody opened these messages: what is missing of them is fetched now, the newest first. Never rejects. */
  async complete(messageIds: string[]): Promise<void> {
    try {
      for (const place of await this.#ports.store.read('mailbox.placesOf', messageIds))
        await this.#ports.mail(place.accountId)?.imap.complete(place.mailboxId, place.uid);
    } catch {
      // A sync fetches it, and says what is wrong.
    }
  }

  /** Takes a deletion, or a change of a subscription, back. Resolves to false when this is neither. */
  async restore(actionId: string): Promise<boolean> {
    const takeBack = this.#reversals.get(actionId);
    if (!takeBack) return false;
    await takeBack();
    this.#reversals.delete(actionId);
    return true;
  }

  #remember(takeBack: () => Promise<void>): string {
    const actionId = uuidv7();
    this.#reversals.set(actionId, takeBack);
    const [oldest] = this.#reversals.keys();
    if (oldest && this.#reversals.size > REMEMBERED) this.#reversals.delete(oldest);
    return actionId;
  }

  /** A mailbox that is the user's to change. */
  async #own(id: string): Promise<MailboxRow> {
    const mailbox = await this.#ports.store.read('mailbox.get', id);
    if (!mailbox) throw new MailboxError('mailbox-gone');
    if (mailbox.role !== 'none') throw new MailboxError('mailbox-in-use');
    return mailbox;
  }

  #runtime(accountId: string): MailRuntime {
    const runtime = this.#ports.mail(accountId);
    if (!runtime) throw new MailboxError('mailbox-no-server');
    return runtime;
  }

  #compare(accountId: string): void {
    this.#runtime(accountId).syncNow();
  }
}
