/** What a server says of subscriptions, and one that says nothing. */
import { join } from 'node:path';
import type { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeImap, openImap } from '#engine/channels/mail/imap/connection.ts';
import { listMailboxes } from '#engine/channels/mail/imap/mailbox-list.ts';
import { DEFAULT_TIMINGS } from '#engine/channels/mail/imap/timings.ts';
import { createCa } from '#rig/ca.ts';
import { ALICE } from '#rig/dovecot.ts';
import { type ScriptedAccount, ScriptedImap } from '#rig/scripted-imap.ts';
import { removeDirectory, rigDirectory } from '#rig/server-process.ts';
import { QUICK } from '../../integration/mail-fixture.ts';

const mailbox = { attributes: '\\HasNoChildren', inbox: { uidValidity: 1, messages: [] } };
const account: ScriptedAccount = {
  capabilities: [],
  mailboxes: { INBOX: mailbox, Receipts: mailbox, Letters: mailbox },
};
let directory: string;
let server: ScriptedImap;
let client: ImapFlow;

beforeAll(async () => {
  directory = rigDirectory('subscriptions');
  const ca = createCa(join(directory, 'ca'));
  server = await ScriptedImap.startAccount(ca.leaf, account);
  const elsewhere = { host: 'localhost', port: server.port, tls: 'implicit' } as const;
  const settings = { username: ALICE.address, imap: elsewhere, smtp: elsewhere, ca: ca.ca };
  client = await openImap(settings, async () => ALICE.password, { ...DEFAULT_TIMINGS, ...QUICK });
});
afterAll(async () => {
  if (client) await closeImap(client);
  await server?.stop();
  removeDirectory(directory);
});

const shown = async (subscribed: string[]) => {
  account.subscribed = subscribed;
  const { listed } = await listMailboxes(client, false);
  return listed.filter((one) => one.subscribed).map(({ path }) => path);
};

it('a server that tells no subscriptions does not use them, and hides nothing', async () => {
  expect(await shown([])).toEqual(['INBOX', 'Letters', 'Receipts']);
});

it('what it tells counts, also where only the inbox is subscribed', async () => {
  expect(await shown(['Receipts'])).toEqual(['INBOX', 'Receipts']);
  server.commands.length = 0;
  expect(await shown(['INBOX', 'Letters'])).toEqual(['INBOX', 'Letters']);
  expect(server.commands.filter((command) => command.startsWith('LSUB'))).toHaveLength(1);
  expect(await shown(['INBOX'])).toEqual(['INBOX']);
});
