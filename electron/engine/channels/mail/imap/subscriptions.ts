/** Which mailboxes a server calls subscribed (RFC 9051 section 6.3.7), and whether it uses that at all. */
import type { ImapFlow, ListResponse } from 'imapflow';

type Told = { attributes?: { value?: unknown }[] | { value?: unknown }[][] };

/** What the library keeps to itself of a connection, as of imapflow 2. */
interface Internals {
  exec(
    command: string,
    attributes: unknown[],
    options: { untagged: Record<string, (answer: Told) => Promise<void>> },
  ): Promise<{ next(): void }>;
}

/**
 * The paths that count as subscribed. A server that tells no subscription, of which there are some, does not use them:
 * then all do. The library calls the inbox subscribed whatever the server says, so where nothing else is, it is asked.
 */
export async function subscribedPaths(
  client: ImapFlow,
  listed: readonly ListResponse[],
): Promise<Set<string>> {
  const subscribed = listed.filter((mailbox) => mailbox.subscribed);
  const inboxAlone = subscribed.every(({ path }) => path.toUpperCase() === 'INBOX');
  const none = inboxAlone && listed.length > subscribed.length && !(await tellsInbox(client));
  return new Set((none ? listed : subscribed).map(({ path }) => path));
}

/** Whether the server itself says that the inbox is subscribed. Rejects when the connection fails. */
async function tellsInbox(client: ImapFlow): Promise<boolean> {
  const extended = ['IMAP4rev2', 'LIST-EXTENDED'].some((name) => client.capabilities.has(name));
  const command = extended ? 'LIST' : 'LSUB';
  let told = false;
  const untagged = {
    [command]: async ({ attributes }: Told) => {
      const flags = [attributes?.[0] ?? []].flat().map(({ value }) => String(value).toLowerCase());
      told ||= !extended || flags.includes('\\subscribed');
    },
  };
  const selection = extended ? [[{ type: 'ATOM', value: 'SUBSCRIBED' }]] : [];
  try {
    const done = await (client as unknown as Internals).exec(command, [...selection, '', 'INBOX'], {
      untagged,
    });
    done.next();
  } catch (error) {
    const refused = error instanceof Error && 'responseStatus' in error && error.responseStatus;
    if (refused !== 'NO' && refused !== 'BAD') throw error;
  }
  return told;
}
