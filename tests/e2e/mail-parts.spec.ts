/** What mail brings beside its text, through the window: invitations, reports, mail and people. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { deliver } from '../rig/deliver.ts';
import { ALICE, BOB, DovecotServer } from '../rig/dovecot.ts';
import { ImapProbe } from '../rig/imap-probe.ts';
import { PostfixServer } from '../rig/postfix.ts';
import { waitFor } from '../rig/wait-for.ts';
import { ics } from '../unit/calendar/ics.ts';
import { attribute, tnef } from '../unit/mime/tnef-stream.ts';
import { connectMailbox } from './accounts.ts';
import { violations } from './axe.ts';
import { connectEngine, type EngineClient } from './engine-client.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { photograph } from './photograph.ts';

const profile = mkdtempSync(join(tmpdir(), 'skein-parts-'));

let dovecot: DovecotServer;
let postfix: PostfixServer;
let launched: LaunchedApp;
let window: Page;
let engine: EngineClient;
let serial = 0;

const head = (subject: string, from: string) => [
  `From: ${from}`,
  `To: ${ALICE.address}`,
  `Subject: ${subject}`,
  `Message-ID: <part-${++serial}@example.test>`,
  `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
  'MIME-Version: 1.0',
];
const send = (lines: string[]) =>
  deliver(dovecot.ports.lmtp, { from: BOB.address, to: ALICE.address, source: lines.join('\r\n') });

const event = (method: string, fields: Record<string, string | null> = {}) =>
  ics(method, {
    'ORGANIZER;CN=Ana Ribeiro': null,
    'ATTENDEE;CN=Sam;PARTSTAT=NEEDS-ACTION;RSVP=TRUE': null,
    'ORGANIZER;CN=Bob Harbour': `mailto:${BOB.address}`,
    'ATTENDEE;CN=Alice Marlow;PARTSTAT=NEEDS-ACTION;RSVP=TRUE': `mailto:${ALICE.address}`,
    LOCATION: 'Room 4\\, https://meet.example.test/harbour',
    RRULE: 'FREQ=WEEKLY;BYDAY=TU;UNTIL=20270301T100000Z',
    DTSTART: null,
    DTEND: null,
    'DTSTART;TZID=W. Europe Standard Time': '20270105T100000',
    'DTEND;TZID=W. Europe Standard Time': '20270105T110000',
    ...fields,
  });
const invite = (subject: string, method: string, fields: Record<string, string> = {}) =>
  send([
    ...head(subject, `Bob Harbour <${BOB.address}>`),
    'Content-Type: multipart/alternative; boundary=b',
    ...['', '--b', 'Content-Type: text/plain', '', 'The harbour plans are ready. Please come.'],
    ...[
      '',
      '--b',
      `Content-Type: text/calendar; charset=utf-8; method=${method}`,
      '',
      event(method, fields),
      '--b--',
    ],
  ]);

const card = (name = 'Harbour review') => window.getByRole('region', { name });
const answer = (name: string) => card().first().getByRole('button', { name });

test.describe.configure({ mode: 'serial', timeout: 60_000 });
test.skip(!DovecotServer.installed() || !PostfixServer.usable(), 'Dovecot and Postfix (as root) are needed');

test.beforeAll(async () => {
  dovecot = await DovecotServer.start();
  postfix = await PostfixServer.start({ dovecot });
  launched = await launchApp({ profile });
  window = launched.window;
  engine = await connectEngine(window);
  await invite('Invitation: Harbour review', 'REQUEST');
  await connectMailbox(engine, dovecot, { smtpPort: postfix.ports.smtps });
});

test.afterAll(async () => {
  await launched?.close();
  await postfix?.stop();
  await dovecot?.stop();
  rmSync(profile, { recursive: true, force: true });
});

test('an invitation says what, when and where, and its answer can be taken back', async () => {
  await window.getByRole('option', { name: /Harbour review/ }).click({ timeout: 30_000 });
  await expect(card()).toContainText(/Every week on Tuesday until .*2027/);
  await expect(card()).toContainText('Bob Harbour organises');
  await expect(card().getByRole('link')).toHaveText('https://meet.example.test/harbour');
  expect(await violations(window)).toEqual([]);
  await card().getByText('2 guests: 1 accepted').click();
  await photograph(launched, 'invitation');
  await answer('Maybe').click();
  await expect(answer('Maybe')).toHaveAttribute('aria-pressed', 'true');
  await expect(card().first()).toContainText('Your answer is in the outbox.');
  await photograph(launched, 'invitation-answering');
  await window.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).click();
  await expect(answer('Maybe')).toHaveAttribute('aria-pressed', 'false');
});

test('the answer reaches the organiser once, and is shown', async () => {
  await engine.settings.set({ undoSendSeconds: 0 });
  await answer('Accept').click();
  const bob = await ImapProbe.connect(dovecot, BOB);
  const sent = await waitFor('the answer', async () => (await bob.messages('INBOX'))[0]);
  const source = String(await bob.source('INBOX', sent.uid));
  expect(source).toMatch(/^Subject: Accepted: Harbour review\r$/m);
  const part = /method=REPLY\r\n[\s\S]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+)/.exec(source)?.[1] ?? '';
  const calendar = String(Buffer.from(part, 'base64')).replace(/\r\n /g, '');
  expect(calendar).toMatch(/^METHOD:REPLY\r$/m);
  expect(calendar).toMatch(
    new RegExp(`^ATTENDEE;PARTSTAT=ACCEPTED;CN=Alice Marlow:mailto:${ALICE.address}\\r$`, 'm'),
  );
  expect(calendar).toMatch(/^UID:harbour-17@example\.com\r$/m);
  await expect(card().first().getByRole('button', { name: 'Accepted' })).toBeVisible();
  await expect(window.getByText('You accepted')).toBeVisible();
  expect(await bob.messages('INBOX')).toHaveLength(1);
  await bob.close();
  await photograph(launched, 'invitation-answered');
});

test('an update says what it changes, and a cancellation ends it', async () => {
  await invite('Updated: Harbour review', 'REQUEST', { SEQUENCE: '1', LOCATION: 'Room 9' });
  await window.getByRole('option', { name: /Updated/ }).click({ timeout: 30_000 });
  const update = card().filter({ hasText: 'Updated invitation' });
  await expect(update).toContainText('BeforeRoom 4');
  await expect(update.getByRole('button', { name: 'Accept' })).toBeVisible();
  await photograph(launched, 'invitation-updated');
  await invite('Cancelled: Harbour review', 'CANCEL', { SEQUENCE: '2', LOCATION: 'Room 9' });
  await expect(card().last()).toContainText('This event was cancelled.', { timeout: 30_000 });
  await expect(answer('Accept')).toHaveCount(0);
  await photograph(launched, 'invitation-cancelled');
});

test('what a mail server reports stands at the mail it is about', async () => {
  const nobody = 'nobody@example.test';
  const draft = await engine.drafts.create({
    ...{ mode: 'new', channel: 'mail', threadId: null, answers: null, accountId: null },
    to: [{ name: '', address: nobody }],
  });
  const { revision } = await engine.drafts.save({ ...draft, subject: 'Plans', text: 'Here are the plans.' });
  await engine.drafts.send({ id: draft.id, revision });
  const row = window.getByRole('option', { name: /Plans/ });
  await expect(row).toContainText('Not delivered', { timeout: 45_000 });
  await row.click();
  const shown = window.getByRole('main');
  await expect(shown.getByText(`Not delivered to ${nobody}: the mailbox does not exist.`)).toBeVisible();
  await expect(shown.getByRole('button', { name: /Mail Delivery System/ })).toHaveAttribute(
    'aria-expanded',
    'false',
  );
  await expect(shown.getByText('Here are the plans.')).toBeVisible();
  await shown.getByText('What MAILER-DAEMON').click();
  expect(await violations(window)).toEqual([]);
  await photograph(launched, 'report-failed');
});

test('mail within mail and contact cards are read in the window, wrapped files are files', async () => {
  const wrapped = tnef(
    attribute('fileRendering', Buffer.alloc(14)),
    attribute('fileTitle', Buffer.from('quay.txt\0')),
    attribute('fileData', Buffer.from('The quay is forty paces long.')),
  );
  await send([
    ...head('Papers of the quay', `Bob Harbour <${BOB.address}>`),
    ...['Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'All there is.', '--b'],
    ...['Content-Type: message/rfc822', '', 'From: Mina <mina@example.test>', 'Subject: Larch or spruce'],
    ...['Date: Tue, 3 Nov 2026 10:00:00 +0000', '', 'Larch lasts longer in water.', '--b'],
    ...['Content-Type: text/vcard; name=mina.vcf', '', 'BEGIN:VCARD', 'VERSION:3.0', 'FN:Mina Okafor'],
    ...['TEL:+1 202 555 0100', 'EMAIL:mina@example.test', 'ORG:Harbour Works', 'END:VCARD', '--b'],
    ...['Content-Type: application/ms-tnef; name=winmail.dat', 'Content-Transfer-Encoding: base64', ''],
    ...[wrapped.toString('base64'), '--b--'],
  ]);
  await window.getByRole('option', { name: /Papers of the quay/ }).click({ timeout: 30_000 });
  const files = window.getByRole('list', { name: 'Attachments' });
  await expect(files.getByRole('listitem')).toHaveText([
    /^Show Larch or spruce\.eml/,
    /mina\.vcf/,
    /quay\.txt/,
  ]);
  await files.getByRole('button', { name: 'Show Larch or spruce.eml' }).click();
  const viewer = window.getByRole('dialog');
  await expect(viewer.getByText('Larch lasts longer in water.')).toBeVisible();
  await expect(viewer).toContainText('Mina <mina@example.test>');
  expect(await violations(window)).toEqual([]);
  await photograph(launched, 'attached-mail');
  await window.keyboard.press('ArrowRight');
  await expect(viewer.getByRole('heading', { name: 'Mina Okafor' })).toBeVisible();
  await expect(viewer).toContainText('Harbour Works');
  await photograph(launched, 'attached-card');
  await window.keyboard.press('ArrowRight');
  await expect(viewer.frameLocator('iframe').getByText('The quay is forty paces long.')).toBeVisible();
  await window.keyboard.press('Escape');
});

test('a rule made from a newsletter deals with what is here and with the next one', async () => {
  const news = (subject: string) =>
    send([
      ...head(subject, `Quay News <${BOB.address}>`),
      ...['List-Id: Quay News <news.example.test>', '', 'The tide is high at noon.'],
    ]);
  const rules = window.getByRole('tabpanel', { name: 'Rules' });
  const notices = window.getByRole('region', { name: 'Notices' });
  await news('Tides of the week');
  const tides = window.getByRole('option', { name: /Tides of the week/ });
  await tides.click({ timeout: 30_000 });
  await window.getByRole('toolbar', { name: 'Threads' }).getByRole('button', { name: 'More' }).click();
  await window.getByRole('menuitem', { name: 'Make a rule from this…' }).click();
  const dialog = window.getByRole('dialog', { name: 'New rule' });
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('Quay News');
  await expect(dialog.getByLabel('Condition 1: what it is')).toHaveValue('news.example.test');
  await expect(dialog.getByText(/^1 of .* in the inbox$/)).toBeVisible();
  await dialog.getByRole('switch', { name: 'Mark as read' }).click();
  await dialog.getByRole('switch', { name: 'Do it now to what is in the inbox, too' }).click();
  expect(await violations(window)).toEqual([]);
  await photograph(launched, 'rule');
  await dialog.getByRole('button', { name: 'Save rule' }).click();
  await expect(notices).toContainText('Rule “Quay News”: archive, mark as read (1 message)');
  await expect(tides).toHaveCount(0);
  await notices.getByRole('button', { name: 'Undo' }).click();
  await expect(tides).toBeVisible();

  await news('Storms of the week');
  const alice = await ImapProbe.connect(dovecot, ALICE);
  const storms = await waitFor('the rule', async () =>
    (await alice.messages('Archive').catch(() => [])).find(({ subject }) => subject === 'Storms of the week'),
  );
  expect(storms.flags).toContain('\\Seen');
  await alice.close();

  await window.keyboard.press('Control+,');
  await window.getByRole('tab', { name: 'Rules' }).click();
  await expect(rules.getByRole('switch', { name: 'Quay News' })).toBeChecked();
  await expect(rules).toContainText('Mailing list news.example.test');
  const [first] = await engine.rules.list({});
  const second = await engine.rules.save({ id: null, rule: { ...first!, name: 'Quay papers' } });
  const upward = rules.getByRole('button', { name: 'Move Quay News up' });
  const downward = rules.getByRole('button', { name: 'Move Quay News down' });
  for (const [pressed, focused] of [
    [downward, upward],
    [upward, downward],
    [downward, upward],
  ] as const) {
    // Answers to these changes are older than the move, and some come after it.
    for (const enabled of [false, true, false, true]) void engine.rules.enable({ id: second.id, enabled });
    await pressed.press('Enter');
    await expect(focused).toBeFocused();
    await expect(pressed).toBeDisabled();
    await expect(focused).toBeFocused();
  }
  await expect(async () =>
    expect((await engine.rules.list({})).map(({ name }) => name)).toEqual(['Quay papers', 'Quay News']),
  ).toPass();
  expect(await violations(window)).toEqual([]);
  await photograph(launched, 'rules');
  await engine.rules.remove({ id: second.id });
  await expect(rules.getByRole('switch')).toHaveCount(1);
  await rules.getByRole('button', { name: 'Delete' }).click();
  await expect(rules).toContainText('No rules yet.');
  await photograph(launched, 'rules-none');
  await notices.getByRole('button', { name: 'Undo' }).last().click();
  await expect(rules.getByRole('switch', { name: 'Quay News' })).toBeVisible();

  await window.keyboard.press('g');
  await window.keyboard.press('y');
  const runs = window.getByRole('region', { name: 'What rules did' });
  await expect(runs.getByText('Taken back')).toHaveCount(1);
  await runs.getByRole('button', { name: /^Undo: Rule “Quay News”/ }).click();
  await expect(runs.getByText('Taken back')).toHaveCount(2);
  await photograph(launched, 'rule-runs');
  await window.keyboard.press('g');
  await window.keyboard.press('i');
  await expect(window.getByRole('option', { name: /Storms of the week/ })).toBeVisible({ timeout: 15_000 });
});
