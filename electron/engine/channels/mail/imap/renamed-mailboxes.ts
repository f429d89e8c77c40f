import type { ImapFlow } from 'imapflow';
import type { ListedMailbox, MailboxRecord } from '../ports.ts';
import { selectMailbox } from './selected-mailbox.ts';

/** Mailboxes that are opened to find out whether they were renamed: each costs an answer of the server. */
const MOST_OPENED = 50;

/**
 * Finds out which of the listed mailboxes another program renamed: by their MAILBOXID (RFC 8474), where the server gives
 * any, those that are not known are compared with those that are not listed any more.
 */
export async function findRenamed(
  client: ImapFlow,
  known: readonly MailboxRecord[],
  listed: ListedMailbox[],
): Promise<ListedMailbox[]> {
  const paths = new Set(listed.map(({ path }) => path));
  const pathsBefore = new Set(known.map(({ path }) => path));
  const missing = new Map(
    known.flatMap(({ path, objectId }) => (objectId !== null && !paths.has(path) ? [[objectId, path]] : [])),
  );
  const unknown = listed.filter(({ path, selectable }) => selectable && !pathsBefore.has(path));
  const before = new Map<string, string>();
  for (const { path } of unknown.slice(0, MOST_OPENED)) {
    if (missing.size === 0) break;
    const objectId = await objectIdAt(client, path);
    const old = objectId === null ? undefined : missing.get(objectId);
    if (objectId === null || old === undefined) continue;
    before.set(path, old);
    missing.delete(objectId);
  }
  return listed.map((mailbox) => {
    const renamedFrom = before.get(mailbox.path);
    return renamedFrom === undefined ? mailbox : { ...mailbox, renamedFrom };
  });
}

/** `null` also for one that cannot be opened: why is found out when it is compared. */
async function objectIdAt(client: ImapFlow, path: string): Promise<string | null> {
  try {
    return (await selectMailbox(client, path)).objectId;
  } catch (error) {
    if (client.isClosed || !client.usable) throw error;
    return null;
  }
}
