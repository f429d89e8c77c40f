import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { removeOpenedCopies } from '#engine/privacy/opened-copies.ts';
import { isStoreFile } from '#engine/store/profile-files.ts';
import { OPENED_COPIES } from '#shared/contract/engine-messages.ts';
import { OpenedCopies } from '../../../electron/main/attachments/opened-copies.ts';

let profile: string;

beforeEach(() => {
  profile = mkdtempSync(join(tmpdir(), 'skein-copies-'));
});
afterEach(() => rmSync(profile, { recursive: true, force: true }));

it('keeps copies of the same name apart, for this user alone, and removes them all', () => {
  const copies = new OpenedCopies(join(profile, OPENED_COPIES));
  const paths = ['one', 'two'].map((words) => copies.write('plan.pdf', Buffer.from(words)));
  expect(paths.map((path) => basename(path))).toEqual(['plan.pdf', 'plan.pdf']);
  expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual(['one', 'two']);
  expect(statSync(join(profile, OPENED_COPIES)).mode & 0o777).toBe(0o700);
  copies.clear();
  expect(existsSync(join(profile, OPENED_COPIES))).toBe(false);
  copies.clear();
});

it('goes with an erasure, and is looked for when everything is erased', () => {
  new OpenedCopies(join(profile, OPENED_COPIES)).write('plan.pdf', Buffer.from('words'));
  removeOpenedCopies(profile);
  expect(existsSync(join(profile, OPENED_COPIES))).toBe(false);
  expect(isStoreFile(OPENED_COPIES)).toBe(true);
});
