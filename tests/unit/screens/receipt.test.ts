import { describe, expect, it } from 'vitest';
import { inNumbers, isEmpty, receiptText } from '../../../renderer/features/erase/receipt.ts';

const nothing = {
  messages: 0,
  threads: 0,
  attachments: 0,
  drafts: 0,
  accounts: [],
  bytes: 0,
  stays: [],
  goes: [],
};
const receipt = {
  ...nothing,
  messages: 12,
  threads: 1,
  accounts: ['nadia@harbor.example', '+14155550142'],
  stays: ['Mail on the server'],
  goes: ['the password'],
  at: Date.UTC(2026, 10, 22, 9),
  verified: ['No word is left in the index.'],
};

describe('receipt', () => {
  it('counts what there is and leaves out what there is not', () => {
    expect(inNumbers({ ...nothing, messages: 1200, threads: 1 })).toEqual(['1,200 messages', '1 thread']);
  });

  it('knows when there is nothing to delete, whatever the explanations say', () => {
    expect(isEmpty('account', { ...nothing, goes: ['The search index'] })).toBe(true);
    expect(isEmpty('account', { ...nothing, accounts: ['nadia@harbor.example'] })).toBe(false);
    expect(isEmpty('contact', { ...nothing, drafts: 1 })).toBe(false);
  });

  it('names in its text everything that went, stays and was checked', () => {
    const text = receiptText('everything', receipt);
    for (const part of [
      '12 messages',
      '1 thread',
      'nadia@harbor.example',
      'Mail on the server',
      'the password',
      'No word is left in the index.',
    ])
      expect(text).toContain(part);
  });

  it('never says that an account goes when only some of its messages do', () => {
    expect(receiptText('contact', { ...receipt, goes: [] })).not.toContain('nadia@harbor.example');
  });

  it('has no heading without lines under it', () => {
    const text = receiptText('trash', { ...receipt, stays: [], verified: [] });
    expect(text).not.toContain('What stays');
    expect(text).not.toContain('Checked afterwards');
  });
});
