/** Whom to trust, in the reading view: the sender, links, images, and HTML that attacks. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { deliver } from '../rig/deliver.ts';
import { ALICE, DovecotServer } from '../rig/dovecot.ts';
import { writeMaildir } from '../rig/seed.ts';
import { connectMailbox } from './accounts.ts';
import { violations } from './axe.ts';
import { connectEngine, type EngineClient } from './engine-client.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { photograph } from './photograph.ts';
import { ASKING, aliveIn, attacksOn, closeFrames, ListeningServer, openFrames } from './xss-vectors.ts';

const profile = mkdtempSync(join(tmpdir(), 'skein-trust-'));

let dovecot: DovecotServer;
let launched: LaunchedApp;
let window: Page;
let engine: EngineClient;
let listener: ListeningServer;
let attacks: string[] | null;
let minute = 0;

interface Letter {
  from: string;
  subject: string;
  /** Authentication-Results without the server's name. */
  results: string;
  headers?: string[];
  html?: string;
}

/** A mail as the rig's server would hand it over, with what it found out on top. */
const letter = ({ from, subject, results, headers = [], html }: Letter) =>
  [
    `Authentication-Results: localhost; ${results}`,
    `From: ${from}`,
    `To: ${ALICE.address}`,
    `Subject: ${subject}`,
    `Message-ID: <${++minute}@trust.example>`,
    `Date: ${new Date(Date.UTC(2026, 10, 20, 9, minute)).toUTCString().replace('GMT', '+0000')}`,
    ...headers,
    'MIME-Version: 1.0',
    `Content-Type: ${html === undefined ? 'text/plain' : 'text/html'}; charset=utf-8`,
    '',
    html ?? 'The drawings are ready.',
    '',
  ].join('\r\n');

const LETTERS: Letter[] = [
  {
    from: 'Ines Marin <ines@joinery.example>',
    subject: 'Oak for the stairs',
    results:
      'dmarc=pass (p=reject) header.from=joinery.example; dkim=pass header.d=joinery.example; spf=pass smtp.mailfrom=joinery.example',
  },
  {
    from: 'Ines Marin <ines@joinery.example>',
    subject: 'New bank details',
    results: 'dmarc=fail (p=reject) header.from=joinery.example; spf=fail smtp.mailfrom=joinery.example',
  },
  {
    from: 'Tom Vale <tom@vale.example>',
    subject: 'Gravel on Friday',
    results: 'dmarc=none header.from=vale.example; spf=softfail smtp.mailfrom=vale.example',
  },
  {
    from: '"ines@joinery.example" <i.marin@freemail.example>',
    subject: 'My new address',
    results: 'dmarc=pass header.from=freemail.example',
    headers: ['Reply-To: accounts@elsewhere.example'],
  },
  {
    from: 'Larch & Co <news@larch.example>',
    subject: 'Autumn offers',
    results: 'dmarc=pass header.from=larch.example',
    headers: ['List-Id: <news.larch.example>'],
    html:
      '<p><a href="https://larch.example/offers?week=47">Our offers</a></p>' +
      '<p><a href="https://click.mailer.example/x?to=larch">www.example.com</a></p>' +
      '<img src="https://images.larch.example/a.jpg" width="300" height="80"><img src="https://images.larch.example/b.jpg">' +
      '<img src="https://mailer.example/o.gif" width="1" height="1"><img src="https://count.example/wf/open?u=1">',
  },
];

/** Attacks in a mailbox of their own, as one long thread. */
const attackOf = (html: string, at: number) => ({
  date: Date.UTC(2026, 9, 1, 0, at),
  flags: ['\\Seen'],
  source: Buffer.from(
    letter({
      ...{ from: 'Mallory <m@attack.example>', subject: 'Attacks', results: 'none', html },
      headers: at === 0 ? [] : ['References: <attack-0@x.example>'],
    }).replace(/^Message-ID: .*$/m, `Message-ID: <attack-${at}@x.example>`),
  ),
});

const open = async (subject: string) => {
  await window
    .getByRole('navigation', { name: 'Places' })
    .getByRole('button', { name: /^Inbox/ })
    .click();
  await window.getByRole('option', { name: new RegExp(subject) }).click({ timeout: 30_000 });
};
const card = () => window.getByRole('article').last();
const frame = () => card().frameLocator('iframe');
const opened = () => launched.app.evaluate(() => (globalThis as { opened?: string[] }).opened ?? []);

test.describe.configure({ mode: 'serial', timeout: 60_000 });
test.skip(!DovecotServer.installed(), 'Dovecot is needed');

test.beforeAll(async () => {
  dovecot = await DovecotServer.start();
  listener = await ListeningServer.start();
  attacks = attacksOn(listener.host);
  if (attacks) writeMaildir(dovecot, ALICE.address, 'Attacks', attacks.map(attackOf));
  for (const each of LETTERS)
    await deliver(dovecot.ports.lmtp, { from: 'x@example.test', to: ALICE.address, source: letter(each) });
  launched = await launchApp({ profile });
  window = launched.window;
  await launched.app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    Object.assign(shell, { openExternal: async (url: string) => void opened.push(url) });
  });
  engine = await connectEngine(window);
  await connectMailbox(engine, dovecot);
});

test.afterAll(async () => {
  await launched?.close();
  await dovecot?.stop();
  await listener?.stop();
  rmSync(profile, { recursive: true, force: true });
});

test('a sender whom the mail server checked is marked, with the reasons behind it', async () => {
  await open('Oak for the stairs');
  await card().getByRole('button', { name: 'Really from joinery.example' }).click();
  const reasons = window.getByRole('dialog', { name: 'Really from joinery.example' });
  await expect(reasons).toContainText('It carries a valid signature of joinery.example.');
  await expect(reasons).toContainText('Checked by localhost when it arrived.');
  expect(await violations(window)).toEqual([]);
  await photograph(launched, 'verified');
  await window.keyboard.press('Escape');

  await open('Gravel on Friday');
  await expect(card().getByRole('button', { name: 'Could not be checked' })).toBeVisible();
  await card().getByRole('button', { name: 'Tom Vale' }).click();
  await expect(card()).toContainText('Nothing in it proves that it is from vale.example.');
  await photograph(launched, 'unknown');
});

test('whose checks count can be seen and named, and stored mail is judged anew', async () => {
  const options = () => window.getByRole('dialog');
  const openOptions = async () => {
    await window.keyboard.press('Control+,');
    await window.getByRole('tab', { name: 'Accounts' }).click();
    await window.getByRole('button', { name: /^Options of/ }).click();
  };
  await openOptions();
  const choice = () => options().getByLabel('Whose checks of senders count');
  await expect(choice()).toContainText('Found out by Skein: localhost');
  await expect(choice()).toContainText(/localhost, on (\d+) of \1 mails/);
  await choice().selectOption('Another name…');
  await options().getByRole('button', { name: 'Save' }).click();
  await expect(options()).toContainText('Write the name.');
  await options().getByLabel('Name of the server').fill('mx of ours');
  await options().getByRole('button', { name: 'Save' }).click();
  await expect(options()).toContainText('This cannot be the name of a server.');
  await photograph(launched, 'account-options-refused');
  expect(await violations(window)).toEqual([]);
  await options().getByLabel('Name of the server').fill('MX.ours.example');
  await window.keyboard.press('Enter');
  await expect(options()).toHaveCount(0);
  await open('Oak for the stairs');
  await expect(card()).toContainText('The drawings are ready.');
  await expect(card().getByRole('button', { name: 'Really from joinery.example' })).toHaveCount(0);

  await openOptions();
  await expect(options().getByLabel('Name of the server')).toHaveValue('mx.ours.example');
  await choice().selectOption('localhost');
  await photograph(launched, 'account-options-trust');
  await options().getByRole('button', { name: 'Save' }).click();
  await open('Oak for the stairs');
  await expect(card().getByRole('button', { name: 'Really from joinery.example' })).toBeVisible();
});

test('a forged sender is warned of above the text', async () => {
  await open('New bank details');
  await expect(card()).toContainText('Probably not from joinery.example');
  await expect(card()).toContainText('It came from a server that may not send mail of joinery.example.');
  expect(await violations(window)).toEqual([]);
  await photograph(launched, 'suspicious');
});

test('a sender who is made to look like somebody else is looked at twice', async () => {
  await open('My new address');
  await expect(card()).toContainText(
    'The sender’s name says ines@joinery.example, but this message is from i.marin@freemail.example.',
  );
  await expect(card()).toContainText(
    'An answer goes to accounts@elsewhere.example, not to freemail.example.',
  );
  await expect(card()).toContainText('First message from this address');
  expect(await violations(window)).toEqual([]);
  await photograph(launched, 'cautions');
});

test('trackers are counted apart and stay blocked; images load once, always or never', async () => {
  await open('Autumn offers');
  await expect(card()).toContainText('2 trackers blocked, 2 images not loaded');
  await expect(card()).not.toContainText('First message');
  await photograph(launched, 'images');
  await card().getByRole('button', { name: 'Load once' }).click();
  await expect(card()).not.toContainText('not loaded');
  await expect(card()).toContainText('2 trackers blocked');
  await expect(frame().locator('img[src^="https:"]')).toHaveCount(2);
  await expect(frame().locator('img[src*="mailer.example"], img[src*="count.example"]')).toHaveCount(0);

  await open('Gravel on Friday');
  await open('Autumn offers');
  await card().getByRole('button', { name: 'Never load' }).click();
  await expect(card()).toContainText('You chose never to load images of this sender.');
  await expect(card().getByRole('button', { name: 'Always load' })).toHaveCount(0);
  await window.keyboard.press('Control+,');
  await window.getByRole('tab', { name: 'Privacy' }).click();
  const never = window.getByRole('list', { name: 'Senders whose images never load' });
  await expect(never).toContainText('news@larch.example');
  await photograph(launched, 'images-settings');
  await window.getByRole('button', { name: 'Ask again in messages from news@larch.example' }).click();
  await expect(never).toHaveCount(0);
});

test('a link shows where it leads, and asks when its text names another domain', async () => {
  await open('Autumn offers');
  const target = window.locator('[data-link-target]');
  await frame().getByText('Our offers').hover();
  await expect(target).toHaveText('https://larch.example/offers?week=47');
  await photograph(launched, 'link-target');
  await frame().getByText('Our offers').click();
  await expect.poll(opened).toEqual(['https://larch.example/offers?week=47']);

  await frame().getByText('www.example.com').focus();
  await expect(target).toHaveText('https://click.mailer.example/x?to=larch');
  await window.keyboard.press('Enter');
  const dialog = window.getByRole('dialog', { name: 'This link leads elsewhere' });
  await expect(dialog).toContainText(
    'Its text says www.example.com, but it opens a page of click.mailer.example.',
  );
  expect(await violations(window)).toEqual([]);
  await photograph(launched, 'link-elsewhere');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await frame().getByText('www.example.com').click({ button: 'middle' });
  await dialog.getByRole('button', { name: 'Open click.mailer.example' }).click();
  await expect.poll(opened).toHaveLength(2);
  expect((await opened())[1]).toBe('https://click.mailer.example/x?to=larch');
});

test('HTML that attacks runs nothing, asks for nothing and goes nowhere', async () => {
  test.skip(attacks === null, 'the html corpus is not here (set SKEIN_CORPORA)');
  test.setTimeout(150_000);
  const before = await opened();
  const pages = launched.app.windows().length;
  const url = window.url();
  const ids = await expect
    .poll(() => attackIds(), { timeout: 30_000 })
    .toHaveLength(attacks!.length)
    .then(() => attackIds());
  const requests: string[] = [];
  const complaints: string[] = [];
  window.on('request', (request) => requests.push(request.url()));
  window.on('console', (message) => complaints.push(message.text()));
  const alive: string[] = [];
  const look = async (shown: string[], remote: boolean) => {
    for (let at = 0; at < shown.length; at += 30) {
      const some = shown.slice(at, at + 30);
      const frames = await openFrames(window, some, remote);
      expect(frames).toHaveLength(some.length);
      for (const each of frames) alive.push(...(await aliveIn(each)));
      await closeFrames(window);
    }
  };
  await look(ids, false);
  expect(listener.connections).toBe(0);
  expect(requests.filter((each) => !/^(?:skein-message|data|app):/.test(each))).toEqual([]);
  // With the reader's consent images are asked for, so the server would have heard of anything; still nothing runs.
  await look(ids.slice(0, ASKING), true);
  await expect.poll(() => listener.connections).toBeGreaterThan(0);
  const asked = requests.filter((each) => !/^(?:skein-message|data|app):/.test(each));
  expect(asked.filter((each) => !each.startsWith('https:'))).toEqual([]);
  expect(alive).toEqual([]);
  // Chromium would complain of each script and navigation that the frame's sandbox and policy had to stop.
  expect(complaints.filter((each) => /script|sandbox|refused|navigat|unsafe/i.test(each))).toEqual([]);
  expect(await opened()).toEqual(before);
  expect([launched.app.windows().length, window.url()]).toEqual([pages, url]);
});

async function attackIds(): Promise<string[]> {
  const { rows } = await engine.threads.page({
    ...{ view: 'all', channel: null, accountId: null, mailboxId: null, offset: 0, limit: 100 },
  });
  const found = rows.find(({ subject }) => subject === 'Attacks');
  if (!found) return [];
  const thread = await engine.threads.get({ id: found.id, limit: 1000 });
  return thread?.items.map(({ id }) => id) ?? [];
}
