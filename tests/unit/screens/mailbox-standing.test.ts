import { describe, expect, it } from 'vitest';
import type { MailboxState } from '#shared/contract/mailboxes.ts';
import { standingWords } from '../../../renderer/features/mailboxes/standing-words.ts';

const mailbox = (change: Partial<MailboxState>): MailboxState => ({
  ...{ id: 'm', accountId: 'a', name: 'Plans', inside: [], role: 'none', total: 40, synced: 40, partial: 0 },
  ...{ standing: 'checked', subscribed: true, checkedAt: 1, error: null },
  ...change,
});

describe('how a mailbox stands', () => {
  it.each([
    [{}, 'Up to date'],
    [{ synced: 39 }, '1 message could not be fetched'],
    [{ partial: 2 }, '2 large messages still without their files'],
    [{ standing: 'working', synced: 28 }, 'Fetching, 12 to come'],
    [{ standing: 'working', synced: 41 }, 'Being compared'],
    [{ standing: 'waiting', synced: 39 }, 'Waits its turn, 1 to come'],
    [{ standing: 'waiting' }, 'Waits its turn'],
    [{ standing: 'failed' }, 'Could not be checked'],
    [{ standing: 'unknown' }, 'Not being checked'],
  ] as const)('%o', (change, words) => {
    expect(standingWords({ provider: 'imap' }, mailbox(change))).toBe(words);
  });

  it('of mail without a server there is nothing to check', () => {
    expect(standingWords({ provider: 'local' }, mailbox({ standing: 'unknown' }))).toBe('Complete');
  });
});
