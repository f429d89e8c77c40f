/** The command line with a number at a carrier: from its connection to its removal. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TwilioSimulator } from '#rig/twilio-simulator/simulator.ts';
import { prepareCli, type RunOptions, removeCli, skein } from './cli-fixture.ts';

const OWN = '+15555550100';
const ADA = '+12025550143';
const WORD = 'quillwortmarker';

const directory = mkdtempSync(join(tmpdir(), 'skein-cli-texts-'));
const profile = join(directory, 'profile');
const run = (args: string[], options?: RunOptions) => skein([...args, '--profile', profile], options);

let carrier: TwilioSimulator;

beforeAll(async () => {
  await prepareCli();
  carrier = await TwilioSimulator.start({ numbers: [OWN], autoAdvanceMs: 50 });
});

afterAll(async () => {
  await carrier?.stop();
  removeCli();
  rmSync(directory, { recursive: true, force: true });
});

const connect = (secret: string, number = OWN) =>
  run(
    [
      ...['account', 'add-twilio', '--sid', carrier.accountSid, '--key', carrier.key.sid],
      ...['--number', number, '--name', 'Alice Marlow', '--base-url', carrier.baseUrl],
    ],
    { input: `${secret}\n` },
  );
const send = (text: string, ...more: string[]) =>
  run(['send', '--from', OWN, '--to', ADA, ...more], { input: text });
const sentBodies = () => carrier.messages('outbound').map(({ body }) => body);

it('keeps nothing of a key that is refused or of a number that is not there', async () => {
  const refused = await connect('not the secret');
  expect(refused).toMatchObject({ status: 1, stdout: '' });
  expect(refused.stderr).not.toContain('not the secret');
  const elsewhere = await connect(carrier.key.secret, '+15555550199');
  expect(elsewhere.status).toBe(1);
  expect(elsewhere.stderr).toContain(OWN);
  expect((await run(['account', 'list'])).lines).toEqual([]);
});

it('connects a number and lists it', async () => {
  const { status, lines, stderr } = await connect(carrier.key.secret);
  expect(status, stderr).toBe(0);
  expect(lines).toMatchObject([{ channel: 'sms', address: OWN }]);
  expect((await run(['account', 'list'])).lines).toMatchObject([
    { id: lines[0]?.id, channel: 'sms', provider: 'twilio', address: OWN, name: 'Alice Marlow' },
  ]);
  for (const name of readdirSync(profile, { recursive: true, withFileTypes: true }))
    if (name.isFile())
      expect(readFileSync(join(name.parentPath, name.name)).includes(carrier.key.secret)).toBe(false);
});

it('opens the profile with its passphrase, and with no other', async () => {
  expect((await run(['doctor'])).lines).toMatchObject([{ encrypted: true, keychain: 'passphrase' }]);
  const wrong = await run(['doctor'], { passphrase: 'not the one' });
  expect({ status: wrong.status, stdout: wrong.stdout }).toEqual({ status: 1, stdout: '' });
});

it('fetches texts, lists, shows and finds them', async () => {
  carrier.receive({ from: ADA, body: `Bring the ${WORD}, please` });
  const { status, lines, stderr } = await run(['sync', '--once']);
  expect(status, stderr).toBe(0);
  expect(lines.at(-1)).toMatchObject({ accounts: 1, failed: 0 });
  const [thread] = (await run(['threads'])).lines;
  expect(thread).toMatchObject({ participants: [{ address: ADA }], messages: [{ channel: 'sms' }] });
  const shown = await run(['show', String(thread?.id)]);
  expect(shown.lines).toMatchObject([
    { kind: 'thread', messages: [{ channel: 'sms', text: `Bring the ${WORD}, please`, status: 'received' }] },
  ]);
  const found = await run(['search', WORD]);
  expect(found.lines).toMatchObject([{ threadId: thread?.id }, { total: 1 }]);
});

it('sends a text once, and says what became of one that is refused', async () => {
  const { status, lines, stderr } = await send('On my way');
  expect(status, stderr).toBe(0);
  expect(lines).toMatchObject([{ state: 'sent', error: null }]);
  expect(sentBodies()).toEqual(['On my way']);
  expect((await run(['outbox'])).lines).toEqual([]);

  carrier.fault('create', { do: 'refuse', status: 400, code: 21211 });
  const refused = await send('To nowhere');
  expect(refused.status).toBe(1);
  expect(refused.lines).toMatchObject([{ state: 'failed', error: { code: 'bad-recipient' } }]);
  expect((await run(['outbox'])).lines).toMatchObject([{ state: 'failed', channel: 'sms' }]);
  expect(sentBodies()).toEqual(['On my way']);
});

it('refuses a file that has nowhere to go, and leaves no draft of it', async () => {
  const file = join(directory, 'note.txt');
  writeFileSync(file, 'What was attached.\n');
  const waiting = (await run(['outbox'])).lines.length;
  const { status, stderr } = await send('With a file', '--attach', file);
  expect(status).toBe(1);
  expect(stderr).toContain('Settings, Texts');
  expect((await run(['outbox'])).lines).toHaveLength(waiting);
  expect(sentBodies()).toEqual(['On my way']);
});

it('sends nothing to somebody who wrote STOP', async () => {
  carrier.receive({ from: ADA, body: 'STOP' });
  await run(['sync', '--once']);
  const { status, stderr } = await send('Are you sure?');
  expect(status).toBe(1);
  expect(stderr).toContain('asked not to get texts');
  expect(sentBodies()).toEqual(['On my way']);
});

it('removes the number with its texts, but not what waits unless told', async () => {
  const kept = await run(['account', 'remove', OWN]);
  expect(kept.status).toBe(1);
  expect(kept.stderr).toContain('only on this computer');
  const { status, lines, stderr } = await run(['account', 'remove', OWN, '--yes']);
  expect(status, stderr).toBe(0);
  expect(lines).toMatchObject([{ accounts: [OWN], messages: 4 }]);
  expect((await run(['account', 'list'])).lines).toEqual([]);
  expect((await run(['search', WORD])).lines).toMatchObject([{ total: 0 }]);
});
