import { expect, test } from 'vitest';
import type { Account, SyncState } from '#shared/contract/accounts.ts';
import { ago, syncLine } from '../../../renderer/features/status/syncLine.ts';

const now = Date.UTC(2026, 10, 22, 12);
const nothing = { waiting: 0, attention: 0 };

function account(sync: Partial<SyncState>, part: Partial<Account> = {}): Account {
  return {
    id: 'a',
    channel: 'mail',
    address: 'nadia@example.com',
    name: 'Nadia Cole',
    provider: 'imap',
    mailboxes: [],
    onlySubscribed: false,
    sync: {
      state: 'idle',
      what: null,
      done: 0,
      total: 0,
      checkedAt: now - 4000,
      silentSince: null,
      offlineSince: null,
      error: null,
      ...sync,
    },
    ...part,
  };
}

test('says up to date with the oldest check of all accounts', () => {
  const line = syncLine([account({}), account({ checkedAt: now - 120_000 })], nothing, true, now);
  expect(line).toMatchObject({ tone: 'good', text: 'Up to date', rest: '2 accounts · checked 2 min ago' });
});

test('adds up what is being synced and names the first mailbox', () => {
  const syncing = account({ state: 'syncing', what: 'Archive', done: 12_400, total: 98_000 });
  const line = syncLine([account({}), syncing], nothing, true, now);
  expect(line.text).toMatch(/^Syncing 12.400 of 98.000 · Archive$/);
  expect(line.progress).toEqual({ done: 12_400, total: 98_000 });
});

test('what needs the user goes before everything else', () => {
  const error = {
    code: 'login-refused',
    message: 'The server refused the password.',
    advice: '',
    detail: null,
  };
  const line = syncLine(
    [account({ state: 'syncing', total: 5 }), account({ state: 'error', error })],
    { waiting: 3, attention: 2 },
    false,
    now,
  );
  expect(line).toMatchObject({ tone: 'warn', text: 'nadia@example.com: The server refused the password.' });
});

test('offline says since when and what waits; the sample is never offline', () => {
  const line = syncLine(
    [account({ state: 'offline', offlineSince: now })],
    { waiting: 3, attention: 0 },
    true,
    now,
  );
  expect(line.text).toMatch(/^Offline since .+, 3 changes waiting$/);
  expect(syncLine([account({}, { provider: 'sample' })], nothing, false, now).text).toBe('Up to date');
  expect(syncLine([account({})], { waiting: 1, attention: 0 }, false, now).text).toBe(
    'Offline, 1 change waiting',
  );
});

test('does not say up to date while changes are on their way, nor hides what waits for the user', () => {
  expect(syncLine([account({})], { waiting: 2, attention: 0 }, true, now)).toMatchObject({
    tone: 'busy',
    text: 'Sending 2 changes',
    rest: '1 account · checked 4 s ago',
  });
  const line = syncLine([account({ state: 'offline' })], { waiting: 2, attention: 1 }, true, now);
  expect(line).toMatchObject({ tone: 'warn', text: '1 thing needs you' });
});

test.each([
  [0, 'just now'],
  [4000, '4 s ago'],
  [180_000, '3 min ago'],
  [7_200_000, '2 h ago'],
])('%i ms ago reads "%s"', (ms, words) => {
  expect(ago(now - ms, now)).toBe(words);
});

test('leads to the account whose password stopped working, and only then', () => {
  const error = {
    code: 'login-refused',
    message: 'mail.example did not accept it.',
    advice: '',
    detail: null,
  };
  const refused = syncLine(
    [account({}), account({ state: 'error', error }, { id: 'b' })],
    { waiting: 0, attention: 0 },
    true,
    now,
  );
  expect(refused).toMatchObject({ tone: 'warn', rest: 'Fix this…', repair: 'b' });
  expect(refused.text).toContain('mail.example did not accept it.');
  const full = { ...error, code: 'store-full', message: 'The disk is full.' };
  expect(syncLine([account({ state: 'error', error: full })], nothing, true, now)).toMatchObject({
    text: 'nadia@example.com: The disk is full.',
    repair: null,
  });
});

test('names the account that is offline while others are not, and says why', () => {
  const error = { code: 'server-stalled', message: 'mail.example stopped.', advice: '', detail: null };
  const stalled = account({ state: 'offline', offlineSince: now, error });
  expect(syncLine([account({}), stalled], { waiting: 2, attention: 0 }, true, now)).toMatchObject({
    text: expect.stringMatching(/^nadia@example\.com: Offline since .*, 2 changes waiting$/),
    rest: 'mail.example stopped.',
  });
  expect(syncLine([stalled], nothing, true, now).text).toMatch(/^Offline since/);
});

test('says since when a server that was asked has not answered', () => {
  const silent = account({ state: 'syncing', what: 'Inbox', done: 3, total: 60, silentSince: now - 15_000 });
  expect(syncLine([silent], nothing, true, now).text).toMatch(/^No answer from the server since .+ · Inbox$/);
});
