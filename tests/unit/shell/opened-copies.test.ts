import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { removeOpenedCopies } from '#engine/privacy/opened-copies.ts';
import { isStoreFile } from '#engine/store/profile-files.ts';
import { OPENED_COPIES } from '#shared/contract/engine-messages.ts';
import { OpenedCopies } from '../../../electron/main/attachments/opened-copies.ts';
import { markFromOutside, quarantine } from '../../../electron/main/attachments/origin-mark.ts';

let profile: string;

beforeEach(() => {
  profile = mkdtempSync(join(tmpdir(), 'skein-copies-'));
});
afterEach(() => rmSync(profile, { recursive: true, force: true }));

it('keeps copies of the same name apart, for this user alone, and removes them all', async () => {
  const copies = new OpenedCopies(join(profile, OPENED_COPIES));
  const paths = [];
  for (const words of ['one', 'two']) paths.push(await copies.write('plan.pdf', Buffer.from(words)));
  expect(paths.map((path) => basename(path))).toEqual(['plan.pdf', 'plan.pdf']);
  expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual(['one', 'two']);
  expect(statSync(join(profile, OPENED_COPIES)).mode & 0o777).toBe(0o700);
  copies.clear();
  expect(existsSync(join(profile, OPENED_COPIES))).toBe(false);
  copies.clear();
});

it('goes with an erasure, and is looked for when everything is erased', async () => {
  await new OpenedCopies(join(profile, OPENED_COPIES)).write('plan.pdf', Buffer.from('words'));
  removeOpenedCopies(profile);
  expect(existsSync(join(profile, OPENED_COPIES))).toBe(false);
  expect(isStoreFile(OPENED_COPIES)).toBe(true);
});

it('is marked as from outside where the system knows such a mark, and is there where marking fails', async () => {
  const path = join(profile, 'plan.pdf');
  await markFromOutside(path, 'win32');
  // Elsewhere than on NTFS the stream's name is that of a file.
  expect(readFileSync(`${path}:Zone.Identifier`, 'utf8')).toBe('[ZoneTransfer]\r\nZoneId=3\r\n');
  await markFromOutside(path, 'linux');
  await markFromOutside(join(profile, 'nowhere', 'plan.pdf'), 'win32');
  expect(existsSync(path)).toBe(false);
  expect(quarantine(Date.UTC(2026, 10, 22))).toBe('0081;6b023080;Skein;');
});
