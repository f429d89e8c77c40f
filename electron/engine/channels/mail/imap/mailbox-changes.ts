import type { ImapFlow } from 'imapflow';
import { MailError } from '../errors.ts';
import { assertOpen } from './download.ts';
import { refusedUnless, selectMailbox } from './selected-mailbox.ts';
import type { ImapSession } from './session.ts';
import { UidSet } from './uid-set.ts';

/** A mailbox that was removed, with all that is needed to have it again. */
export interface RemovedMailbox {
  path: string;
  subscribed: boolean;
  /** Where its messages went; `null`: it had none, or they lie in another mailbox as well. */
  moved: { to: string; uidValidity: number; uids: UidSet; count: number } | null;
}

/** Messages one command moves at most. */
const AT_ONCE = 2000;

/** Makes, renames and removes mailboxes on the server. All reject with a `MailError`. */
export class MailboxChanges {
  constructor(private readonly session: ImapSession) {}

  /** Makes a mailbox and subscribes to it. Resolves to its full path, with the prefix the server wants. */
  create(path: string): Promise<string> {
    return this.session.run('action', async (client) => {
      const made = refusedUnless(client, await client.mailboxCreate(path), 'make a mailbox');
      if (made === true || !made.created) throw exists();
      return made.path;
    });
  }

  /** Gives a mailbox, and those inside it, another path. `subscribed`: which of them are, and stay it. */
  rename(path: string, to: string, subscribed: string[]): Promise<void> {
    return this.session.run('action', async (client) => {
      await leave(client);
      refusedUnless(client, await client.mailboxRename(path, to), 'rename a mailbox');
      // A subscription belongs to a name (RFC 9051 section 6.3.7).
      for (const name of subscribed) {
        await client.mailboxSubscribe(to + name.slice(path.length));
        await client.mailboxUnsubscribe(name);
      }
    });
  }

  /** Puts a mailbox among those that mail programs show, or takes it from them (RFC 9051 section 6.3.7). */
  subscribe(path: string, subscribed: boolean): Promise<void> {
    return this.session.run('action', async (client) => {
      const done = subscribed ? await client.mailboxSubscribe(path) : await client.mailboxUnsubscribe(path);
      refusedUnless(client, done, 'change a subscription');
    });
  }

  /**
   * Removes a mailbox; its messages go to `trash`, which is made where there is none. Where mailboxes are labels they
   * need not: they lie in All Mail as well.
   */
  remove(
    { path, subscribed }: { path: string; subscribed: boolean },
    trash: string | null,
  ): Promise<RemovedMailbox> {
    return this.session.run('action', async (client) => {
      const { exists } = await selectMailbox(client, path);
      const labels = client.capabilities.has('X-GM-EXT-1');
      const moved =
        exists === 0 || labels ? null : await moveAll(client, path, trash ?? (await makeTrash(client)));
      await leave(client);
      refusedUnless(client, await client.mailboxDelete(path), 'delete a mailbox');
      await client.mailboxUnsubscribe(path);
      return { path, subscribed, moved };
    });
  }

  /** Makes a removed mailbox again, with the messages that are still where they went. */
  restore({ path, subscribed, moved }: RemovedMailbox): Promise<void> {
    return this.session.run('action', async (client) => {
      await client.mailboxCreate(path);
      if (!subscribed) await client.mailboxUnsubscribe(path);
      if (!moved) return;
      const { uidValidity } = await selectMailbox(client, moved.to);
      if (uidValidity !== moved.uidValidity || moved.uids.isEmpty) return;
      for (const part of moved.uids.newestFirst(AT_ONCE))
        refusedUnless(
          client,
          await client.messageMove(part.toString(), path, { uid: true }),
          'move messages',
        );
    });
  }
}

/** Moves everything in the selected mailbox, and makes sure that nothing is left that would go with it. */
async function moveAll(client: ImapFlow, path: string, to: string): Promise<RemovedMailbox['moved']> {
  const found = refusedUnless(client, await client.search({ all: true }, { uid: true }), 'list messages');
  const all = UidSet.fromUids(Array.isArray(found) ? found : []);
  if (!all.isEmpty) {
    const uids: number[] = [];
    let uidValidity = 0;
    for (const part of all.newestFirst(AT_ONCE)) {
      const result = await client.messageMove(part.toString(), to, { uid: true });
      const moved = refusedUnless(client, result, 'move messages');
      assertOpen(client);
      if (moved === true) continue;
      for (const uid of moved.uidMap?.values() ?? []) uids.push(uid);
      uidValidity = Number(moved.uidValidity ?? 0);
    }
    const left = await selectMailbox(client, path);
    if (left.exists > 0)
      throw new MailError(
        'server-refused',
        `${left.exists} messages of this mailbox could not be moved to Trash, so it was not deleted.`,
        'Look at what is left in it, then try again.',
      );
    return { to, uidValidity, uids: UidSet.fromUids(uids), count: all.size };
  }
  return null;
}

async function makeTrash(client: ImapFlow): Promise<string> {
  const { path } = await client.mailboxCreate('Trash');
  return path;
}

/** Selects another mailbox: closing one would expunge what other programs marked as deleted there. */
async function leave(client: ImapFlow): Promise<void> {
  await selectMailbox(client, 'INBOX');
}

const exists = () =>
  new MailError('mailbox-exists', 'There is a mailbox of this name already.', 'Choose another name.');
