/** A server that fails at one message each time: the others are here, and its mailbox says so. */
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { createCa } from '../rig/ca.ts';
import { ALICE } from '../rig/dovecot.ts';
import { ScriptedImap, type ScriptedInbox } from '../rig/scripted-imap.ts';
import { removeDirectory, rigDirectory } from '../rig/server-process.ts';
import { violations } from './axe.ts';
import { connectEngine } from './engine-client.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { photograph } from './photograph.ts';

let directory: string;
let server: ScriptedImap;
let launched: LaunchedApp;

const inboxOf = (count: number, change: Partial<ScriptedInbox> = {}): ScriptedInbox => ({
  uidValidity: 1,
  messages: Array.from({ length: count }, (_, i) => ({
    uid: i + 1,
    messageId: `${count}-${i}@example.test`,
  })),
  ...change,
});

test.beforeAll(async () => {
  directory = rigDirectory('trouble');
  const ca = createCa(join(directory, 'ca'));
  const asksForFive = (command: string) => {
    const set = /^UID FETCH (\S+) .*BODY\.PEEK\[\]/.exec(command)?.[1]?.split(',') ?? [];
    return set.some((range) => {
      const [first = 0, last = first] = range.split(':').map(Number);
      return first <= 5 && last >= 5;
    });
  };
  server = await ScriptedImap.startAccount(ca.leaf, {
    capabilities: [],
    mailboxes: {
      INBOX: { attributes: '', inbox: inboxOf(8, { breaks: asksForFive }) },
      Allotment: { attributes: '', inbox: inboxOf(3) },
      Board: {
        attributes: '',
        inbox: inboxOf(2, { refuses: (c) => c.startsWith('SELECT') && '[NOPERM] Ask the chair.' }),
      },
    },
  });
  launched = await launchApp();
  const engine = await connectEngine(launched.window);
  const imap = { host: 'localhost', port: server.port, tls: 'implicit' } as const;
  await engine.accounts.addMail({
    address: ALICE.address,
    name: 'Alice Marlow',
    password: ALICE.password,
    settings: { username: ALICE.address, imap, smtp: { ...imap, port: 1 }, ca: ca.ca },
  });
});

test.afterAll(async () => {
  await launched?.close();
  await server?.stop();
  await removeDirectory(directory);
});

test('the rest of the mailbox is here, and the other mailboxes, and what is missing is said', async () => {
  const { window } = launched;
  const row = (name: RegExp) => window.getByRole('row', { name });
  await expect(window.getByRole('contentinfo')).toContainText('Up to date, except for 2 mailboxes', {
    timeout: 60_000,
  });
  await window.getByRole('button', { name: /Up to date, except/ }).click();
  await expect(row(/^Inbox 8 7 .* 1 message could not be fetched/)).toBeVisible();
  await expect(row(/^Allotment 3 3 .* Up to date/)).toBeVisible();
  await expect(row(/^Board .* Could not be checked/)).toBeVisible();
  await expect(
    window.getByText('The server fails each time Skein asks for one message of this mailbox.'),
  ).toBeVisible();
  await expect(window.getByText('The account lacks the right to read this mailbox.')).toBeVisible();
  expect(await violations(window)).toEqual([]);
  await photograph(launched, 'mailbox-trouble');
});
