/** Mail written with formatting in the real window, pasted into, sent, and looked at where it arrives. */
import { randomBytes } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import { parseMessage } from '#engine/channels/mail/mime/parse.ts';
import type { ParsedMessage } from '#engine/channels/mail/mime/types.ts';
import { deliver } from '../rig/deliver.ts';
import { ALICE, BOB, DovecotServer } from '../rig/dovecot.ts';
import { ImapProbe } from '../rig/imap-probe.ts';
import { png } from '../rig/png.ts';
import { PostfixServer } from '../rig/postfix.ts';
import { waitFor } from '../rig/wait-for.ts';
import { connectMailbox } from './accounts.ts';
import { connectEngine, type EngineClient } from './engine-client.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { photograph } from './photograph.ts';

const PICTURE = png(320, 120);
const ALIAS = 'roofs@example.test';

let dovecot: DovecotServer;
let postfix: PostfixServer;
let launched: LaunchedApp;
let window: Page;
let engine: EngineClient;

const FROM_BOB = [
  `From: Bob Hollis <${BOB.address}>`,
  `To: ${ALICE.address}`,
  'Subject: Roof survey',
  'Message-ID: <survey@example.test>',
  `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
  'MIME-Version: 1.0',
  'Content-Type: multipart/related; boundary=part',
  '',
  '--part',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<h1 onclick="x()">The survey</h1><script>x()</script><p>Three tiles<img src="cid:tiles@example.test"></p>',
  '--part',
  'Content-Type: image/png; name=tiles.png',
  'Content-ID: <tiles@example.test>',
  'Content-Disposition: inline; filename=tiles.png',
  'Content-Transfer-Encoding: base64',
  '',
  PICTURE.toString('base64').replace(/.{76}/g, '$&\r\n'),
  '--part--',
  '',
].join('\r\n');

const body = () => window.getByRole('textbox', { name: 'Message' });
const tool = (name: string) =>
  window.getByRole('toolbar', { name: 'Formatting' }).getByRole('button', { name });

/** Pastes as a program would: HTML, text and files that were copied. */
const paste = (content: { html?: string; png?: string }) =>
  body().evaluate((element, { html, png: picture }) => {
    const clipboardData = new DataTransfer();
    if (html) clipboardData.setData('text/html', html);
    if (picture) {
      const bytes = Uint8Array.from(atob(picture), (char) => char.charCodeAt(0));
      clipboardData.items.add(new File([bytes], 'plan.png', { type: 'image/png' }));
    }
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, content);

/** What has arrived at Bob's under this subject. */
const arrived = (subject: string): Promise<ParsedMessage> =>
  waitFor(
    `“${subject}” in Bob’s mailbox`,
    async () => {
      const probe = await ImapProbe.connect(dovecot, BOB);
      try {
        const found = (await probe.messages('INBOX')).find((message) => message.subject === subject);
        return found && parseMessage((await probe.source('INBOX', found.uid))!);
      } finally {
        await probe.close();
      }
    },
    { timeoutMs: 30_000 },
  );

test.describe.configure({ mode: 'serial', timeout: 120_000 });
test.skip(!PostfixServer.usable(), 'needs a server that sends');

test.beforeAll(async () => {
  test.setTimeout(120_000);
  dovecot = await DovecotServer.start();
  postfix = await PostfixServer.start({ dovecot });
  launched = await launchApp();
  window = launched.window;
  engine = await connectEngine(window);
  await connectMailbox(engine, dovecot, { smtpPort: postfix.ports.smtps });
  await engine.settings.set({ undoSendSeconds: 0 });
  await deliver(dovecot.ports.lmtp, { from: BOB.address, to: ALICE.address, source: FROM_BOB });
});

test.afterAll(async () => {
  await launched?.close();
  await postfix?.stop();
  await dovecot?.stop();
});

test('an answer with formatting, a pasted list and a picture arrives as it was written, quoting the original', async () => {
  await window.getByRole('option', { name: /Roof survey/ }).click();
  await body().click();
  await window.keyboard.type('Dear Bob,');
  await window.keyboard.press('Enter');
  await window.keyboard.press('Control+b');
  await window.keyboard.type('thank you');
  await window.keyboard.press('Control+b');
  await expect(tool('Bold')).toHaveAttribute('aria-pressed', 'false');
  await window.keyboard.press('Enter');
  await paste({ html: '<ul><li>Ridge</li><li>Gutter</li></ul><script>x()</script>' });
  await window.keyboard.press('Enter');
  await window.keyboard.press('Enter');
  await paste({ png: PICTURE.toString('base64') });
  const picture = body().getByRole('img', { name: 'plan.png' });
  await expect.poll(() => picture.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBe(320);
  await expect(window.getByText(/^Saved/)).toBeVisible();
  await photograph(launched, 'rich-answer');
  await window.keyboard.press('Control+Enter');

  const mail = await arrived('Re: Roof survey');
  expect(mail.html).toMatch(
    /<body><div>Dear Bob,<\/div><div><strong>thank you<\/strong><\/div><ul><li>Ridge<\/li><li>Gutter<\/li><\/ul><div><img src="cid:[^"]+" alt="plan\.png"><\/div>/,
  );
  expect(mail.html).toMatch(
    /wrote:<\/div><blockquote type="cite"[^>]*><h1>The survey<\/h1>.*cid:tiles@example\.test/s,
  );
  expect(mail.html).not.toMatch(/onclick|script/);
  expect(mail.text).toMatch(
    /^Dear Bob,\nthank you\n- Ridge\n- Gutter\n\[plan\.png\]\n\nOn .*wrote:\n> The survey/,
  );
  expect(mail.attachments.map(({ filename, inline }) => [filename, inline])).toEqual([
    ['plan.png', true],
    ['tiles.png', true],
  ]);
});

test('what was written is there again after the window was loaded anew, and nothing but text is sent as text', async () => {
  await window.keyboard.press('c');
  await window.getByRole('combobox', { name: 'To' }).fill(BOB.address);
  await window.getByLabel('Subject').fill('Plain words');
  await body().click();
  await window.keyboard.type('See ');
  await window.keyboard.type('the plan');
  for (let letter = 0; letter < 'the plan'.length; letter++) await window.keyboard.press('Shift+ArrowLeft');
  await window.keyboard.press('Control+k');
  await window.getByLabel('Link to').fill('not an address');
  await window.keyboard.press('Enter');
  await expect(window.getByText('Enter a web or email address.')).toBeVisible();
  await window.getByLabel('Link to').fill('example.org/plan');
  await window.keyboard.press('Enter');
  await expect(body().getByRole('link', { name: 'the plan' })).toHaveAttribute(
    'href',
    'https://example.org/plan',
  );
  await expect(window.getByText(/^Saved/)).toBeVisible();

  await photograph(launched, 'rich-new');
  await window.reload();
  await window
    .getByRole('navigation', { name: 'Places' })
    .getByRole('button', { name: /Drafts/ })
    .click();
  await window
    .getByRole('option', { name: /Plain words/ })
    .or(window.getByRole('button', { name: /Plain words/ }))
    .first()
    .click();
  await expect(body().getByRole('link', { name: 'the plan' })).toBeVisible();
  await tool('Kind of paragraph').click();
  await photograph(launched, 'rich-styles');
  await window.getByRole('menuitem', { name: 'Make it plain text' }).click();
  await expect(body()).toHaveValue('See the plan <https://example.org/plan>');
  await photograph(launched, 'plain-text');
  await window.getByRole('button', { name: 'Write with formatting' }).click();
  await expect(body().getByRole('link', { name: 'the plan' })).toBeVisible();
  await body().fill('Just words');
  await window.keyboard.press('Control+Enter');
  const mail = await arrived('Plain words');
  expect([mail.html, mail.text?.trim()]).toEqual([null, 'Just words']);
});

test('an answer comes from the address that was written to, signed as it is in the settings', async () => {
  await window.getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('tab', { name: 'Writing' }).click();
  await window.getByRole('button', { name: 'Add address…' }).click();
  const dialog = window.getByRole('dialog');
  await dialog.getByLabel('Your name').fill('Marlow Roofs');
  await dialog.getByLabel('Email address').fill('nobody');
  await dialog.getByRole('textbox', { name: 'Signature' }).click();
  await window.keyboard.press('Control+b');
  await window.keyboard.type('Alice Marlow');
  await window.keyboard.press('Control+b');
  await window.keyboard.press('Enter');
  await window.keyboard.type('Roofs and gutters');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('This is not an email address.')).toBeVisible();
  await photograph(launched, 'sender-dialog');
  await dialog.getByLabel('Email address').fill(ALIAS);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(window.getByText(`Marlow Roofs <${ALIAS}>`)).toBeVisible();
  await photograph(launched, 'senders');

  await deliver(dovecot.ports.lmtp, {
    from: BOB.address,
    to: ALICE.address,
    source: FROM_BOB.replace('Roof survey', 'For the roofs')
      .replace('<survey@', '<roofs@')
      .replace(`To: ${ALICE.address}`, `To: ${ALIAS}`),
  });
  await window.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: /Inbox/ }).click();
  await window.getByRole('option', { name: /For the roofs/ }).click();
  await body().click();
  await window.keyboard.type('Gladly');
  await expect(window.getByRole('button', { name: `From Marlow Roofs <${ALIAS}>` })).toBeVisible();
  await expect(window.getByText('Signed: Alice Marlow')).toBeVisible();
  await photograph(launched, 'signed-answer');
  await window.keyboard.press('Control+Enter');
  const mail = await arrived('Re: For the roofs');
  expect(mail.from).toMatchObject([{ name: 'Marlow Roofs', address: ALIAS }]);
  expect(mail.text).toMatch(/^Gladly\n\n-- \nAlice Marlow\nRoofs and gutters\n\nOn /);
  expect(mail.html).toContain(
    '<div>-- </div><div><strong>Alice Marlow</strong></div><div>Roofs and gutters</div>',
  );
});

test('a draft begun in another program is gone on with here, and is one draft on the server', async () => {
  const probe = await ImapProbe.connect(dovecot, ALICE);
  await waitFor('no draft of ours on the server', async () => (await probe.messages('Drafts')).length === 0);
  await probe.append(
    'Drafts',
    [
      `From: Alice Marlow <${ALICE.address}>`,
      `To: Bob Hollis <${BOB.address}>`,
      'Subject: Begun on the train',
      'Message-ID: <train@phone.example>',
      'MIME-Version: 1.0',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<html><body><script>x()</script>\r\n<p>Dear <b>Bob</b>,</p>\r\n</body></html>',
    ].join('\r\n'),
    ['\\Draft', '\\Seen'],
  );
  // The window was loaded anew since.
  engine = await connectEngine(window);
  await engine.accounts.syncNow({ id: null });
  await window
    .getByRole('navigation', { name: 'Places' })
    .getByRole('button', { name: /Drafts/ })
    .click();
  const entry = window.getByRole('button', { name: /Begun on the train/ });
  await expect(entry).toContainText('Written elsewhere', { timeout: 30_000 });
  await photograph(launched, 'server-draft');
  await entry.click();
  await expect(body()).toHaveText('Dear Bob,');
  await body().click();
  await window.keyboard.press('Control+End');
  await window.keyboard.type(' good morning');
  await expect(window.getByText(/on the server/)).toBeVisible({ timeout: 30_000 });
  await waitFor('one draft on the server, ours', async () => {
    const [draft, ...others] = await probe.messages('Drafts');
    const source = draft && (await probe.source('Drafts', draft.uid))?.toString();
    return others.length === 0 && source?.includes('good morning');
  });
  // The phone goes on with it while it is open here.
  const [copy] = await probe.messages('Drafts');
  const source = (await probe.source('Drafts', copy!.uid))!.toString();
  const byPhone = source
    .replace(/^Message-ID: .*$/im, 'Message-ID: <platform@phone.example>')
    .replaceAll('good morning', 'good evening');
  await probe.append('Drafts', byPhone, ['\\Draft', '\\Seen']);
  await probe.delete('Drafts', copy!.uid);
  await engine.accounts.syncNow({ id: null });
  await expect(body()).toHaveText('Dear Bob, good evening', { timeout: 30_000 });
  await window.keyboard.press('Control+Enter');
  expect((await arrived('Begun on the train')).html).toContain('Dear <strong>Bob</strong>, good evening');
  await waitFor('no draft on the server', async () => (await probe.messages('Drafts')).length === 0);
  await probe.close();
});

test('an answer that is begun goes to all or to one, a forward stands beside it, and nothing empty is kept', async () => {
  const source = FROM_BOB.replace(
    'Subject: Roof survey',
    'Cc: carol@example.test\r\nSubject: Who comes along',
  )
    .replace('survey@example', 'along@example')
    .replace('name=tiles.png', 'name=tiles.pdf')
    .replace('inline; filename=tiles.png', 'attachment; filename=tiles.pdf');
  await deliver(dovecot.ports.lmtp, { from: BOB.address, to: ALICE.address, source });
  await window.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: /Inbox/ }).click();
  await window.getByRole('option', { name: /Who comes along/ }).click();
  const kept = async () =>
    (await engine.drafts.list({})).filter(({ subject }) => subject.includes('Who comes along'));
  const composer = window.getByRole('form', { name: 'Write' });
  const remove = (name: string) => composer.getByRole('button', { name: `Remove ${name}` });
  await expect(body()).toBeVisible();
  for (const key of ['r', 'a', 'f']) {
    await window.keyboard.press(key);
    await expect(composer.getByLabel('Subject')).toHaveValue(
      `${key === 'f' ? 'Fwd' : 'Re'}: Who comes along`,
    );
    await photograph(launched, `answer-${key}`);
    await window.keyboard.press('Escape');
  }
  await expect(remove('tiles.pdf')).toBeVisible();
  expect(await kept()).toEqual([]);

  await window.keyboard.press('r');
  await expect(remove('carol@example.test')).toHaveCount(0);
  await window.keyboard.type('Gladly');
  await window.keyboard.press('Escape');
  await window.keyboard.press('a');
  await expect(remove('carol@example.test')).toBeVisible();
  await expect(body()).toHaveText('Gladly');
  await expect(body()).toBeFocused();
  await window.keyboard.press('Escape');
  await window.keyboard.press('f');
  await expect(remove('tiles.pdf')).toBeVisible();
  await body().click();
  await window.keyboard.type('For you');
  await expect.poll(async () => (await kept()).length).toBe(2);
  // Each opens from Drafts, not only the one that was written last.
  await window
    .getByRole('navigation', { name: 'Places' })
    .getByRole('button', { name: /Drafts/ })
    .click();
  for (const text of ['Gladly', 'For you']) {
    const entry = window.getByRole('button', { name: new RegExp(`Who comes along.*${text}`) });
    await entry.click();
    await expect(body()).toHaveText(text);
    await expect(entry).toHaveAttribute('aria-current', 'true');
    await expect(window.locator('[data-region="list"] [aria-current="true"]')).toHaveCount(1);
  }
  await composer.getByRole('button', { name: 'Discard draft' }).click();
  await expect(body()).toHaveText('Gladly');
  expect(await kept()).toMatchObject([{ mode: 'reply-all', cc: [{ address: 'carol@example.test' }] }]);
  await composer.getByRole('button', { name: 'Discard draft' }).click();
  await expect(remove('carol@example.test')).toHaveCount(0);
  expect(await kept()).toEqual([]);
});

test('a template is put into a message with its fields filled in, and what is left open is asked about', async () => {
  await window.getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('tab', { name: 'Writing' }).click();
  await window.getByRole('button', { name: 'Add template…' }).click();
  const dialog = window.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('Give it a name to find it by.')).toBeVisible();
  await dialog.getByLabel('Name').fill('Thanks');
  await dialog.getByRole('textbox', { name: 'Text of the template' }).click();
  await window.keyboard.type('Thank you, {first name}.');
  await photograph(launched, 'template-dialog');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(window.getByRole('button', { name: 'Change the template “Thanks”' })).toBeVisible();
  await photograph(launched, 'templates');

  await window.getByRole('button', { name: 'New message' }).click();
  await window.getByRole('combobox', { name: 'To' }).fill('Bob');
  await window.getByRole('option', { name: /bob@example/ }).click();
  await window.getByLabel('Subject').fill('Thanks');
  await window.getByRole('button', { name: 'Put in a template' }).click();
  await window.getByRole('menuitem', { name: 'Thanks' }).click();
  await expect(body()).toHaveText('Thank you, Bob.');
  await window.keyboard.type(' Yours, {my first name}');
  // What is typed in the recipients counts when it is sent from there.
  await window.getByRole('combobox', { name: 'To' }).fill('carol@example.test');
  await window.keyboard.press('Control+Enter');
  await expect(window.getByRole('button', { name: 'Remove carol@example.test' })).toBeVisible();
  await expect(window.getByText('It still has to be filled in: {my first name}.')).toBeVisible();
});

test('a large file arrives whole, and the report that was asked for stands at the mail', async () => {
  const plans = randomBytes(3_000_000);
  await window.keyboard.press('Escape');
  await window.keyboard.press('c');
  await window.getByRole('combobox', { name: 'To' }).fill(BOB.address);
  await window.getByLabel('Subject').fill('All the plans');
  await body().click();
  await window.keyboard.type('Attached.');
  await window
    .locator('input[type=file]')
    .setInputFiles({ name: 'plans.pdf', mimeType: 'application/pdf', buffer: plans });
  await expect(window.getByRole('button', { name: 'Remove plans.pdf' })).toBeVisible();
  await window.getByRole('button', { name: 'More ways to send' }).click();
  const ask = window.getByRole('menuitemcheckbox', { name: 'Ask for a delivery report' });
  await expect(ask).toHaveAttribute('aria-checked', 'false');
  await photograph(launched, 'report-menu');
  await ask.click();
  await expect(window.getByText('You will be told here when this is delivered')).toBeVisible();
  await photograph(launched, 'report-asked');
  // The focus is on the menu's button, which leaves this to the composer.
  await window.keyboard.press('Control+Enter');
  const mail = await arrived('All the plans');
  expect(mail.attachments.map(({ filename, content }) => [filename, plans.equals(content)])).toEqual([
    ['plans.pdf', true],
  ]);
  await window.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: /Sent/ }).click();
  await window.getByRole('option', { name: /All the plans/ }).click();
  await expect(window.getByText(`Passed on for ${BOB.address}`)).toBeVisible({ timeout: 30_000 });
  await photograph(launched, 'report-passed-on');
});
