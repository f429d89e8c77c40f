import { expect, it } from 'vitest';
import type { Account } from '#shared/contract/accounts.ts';
import { warningWords } from '../../../renderer/features/conversation/warnings.ts';
import { nextHint } from '../../../renderer/features/hints/next-hint.ts';

const accounts = [{ channel: 'mail' }, { channel: 'sms' }] as Account[];
const now = { accounts, threadOpen: true, singleKeys: true };

it('shows each hint once, and only where it can be tried', () => {
  expect(nextHint([], now)).toBe('palette');
  expect(nextHint(['palette'], { ...now, threadOpen: false })).toBeNull();
  expect(nextHint(['palette'], now)).toBe('person');
  expect(nextHint(['palette', 'person'], now)).toBe('text');
  expect(nextHint(['palette', 'person'], { ...now, accounts: accounts.slice(0, 1) })).toBeNull();
  expect(nextHint(['palette', 'person', 'text'], now)).toBeNull();
});

it('says nothing of single keys to somebody who switched them off', () => {
  expect(nextHint(['palette'], { ...now, singleKeys: false })).toBeNull();
});

it('tells what is odd about a mail in words, each once, and keeps quiet about what does not matter', () => {
  expect(warningWords(['multipart-truncated', 'boundary-missing'])).toHaveLength(1);
  const words = warningWords(['multipart-truncated', 'multipart-truncated', 'header-repeated:received']);
  expect(words).toEqual(['This message ends in the middle. What arrived is shown.']);
});
