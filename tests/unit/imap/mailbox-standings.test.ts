import { describe, expect, it, vi } from 'vitest';
import { checkedMailboxName } from '#engine/accounts/mailbox-name.ts';
import { MailboxStandings } from '#engine/channels/mail/imap/mailbox-standings.ts';

describe('standings of mailboxes', () => {
  it('what becomes due while it is worked on is due once more', () => {
    const standings = new MailboxStandings();
    standings.due('inbox');
    standings.begun('inbox');
    expect(standings.isDue('inbox')).toBe(false);
    standings.due('inbox');
    expect(standings.of('inbox')?.state).toBe('working');
    expect(standings.isDue('inbox')).toBe(true);
    standings.checked('inbox');
    expect(standings.of('inbox')?.state).toBe('waiting');
    standings.begun('inbox');
    standings.checked('inbox');
    expect(standings.isDue('inbox')).toBe(false);
  });

  it('what failed is tried again at every look', () => {
    const standings = new MailboxStandings();
    standings.begun('locked');
    standings.failed('locked');
    expect(standings.of('locked')).toMatchObject({ state: 'failed', checkedAt: null });
    expect(standings.isDue('locked')).toBe(false);
    standings.looked({ mailboxIds: [], relist: false }, 1);
    expect(standings.isDue('locked')).toBe(true);
  });

  it('a look at the numbers counts as a check where none has changed', () => {
    const standings = new MailboxStandings();
    for (const id of ['same', 'changed', 'busy']) standings.begun(id);
    standings.checked('same');
    standings.checked('changed');
    const before = standings.of('same')?.checkedAt ?? 0;
    standings.looked({ mailboxIds: ['changed', 'busy'], relist: false }, 1);
    expect(standings.of('same')?.checkedAt).toBeGreaterThanOrEqual(before);
    expect(standings.of('changed')?.state).toBe('waiting');
    // Its numbers are others until it is done.
    expect(standings.isDue('busy')).toBe(false);
    standings.listed(['same'], 2);
    expect(standings.of('changed')).toBeNull();
  });

  it('everything is known since the oldest look at any mailbox began, and nothing while one was never compared', () => {
    const standings = new MailboxStandings();
    vi.useFakeTimers({ now: 1000 });
    const compare = (id: string, took: number) => {
      standings.begun(id);
      vi.advanceTimersByTime(took);
      standings.checked(id);
    };
    standings.listed(['inbox', 'archive'], 900);
    compare('inbox', 50);
    expect(standings.wholeSince).toBeNull();
    compare('archive', 50);
    expect(standings.wholeSince).toBe(900);
    standings.looked({ mailboxIds: ['inbox'], relist: false }, 2000);
    expect(standings.wholeSince).toBe(1000);
    vi.setSystemTime(3000);
    compare('inbox', 50);
    expect(standings.wholeSince).toBe(2000);
    // A mailbox that cannot be opened holds everything up, and so does one that is not known yet.
    standings.begun('archive');
    standings.failed('archive');
    standings.looked({ mailboxIds: ['archive'], relist: false }, 4000);
    expect(standings.wholeSince).toBe(2000);
    standings.looked({ mailboxIds: [], relist: true }, 5000);
    expect(standings.wholeSince).toBe(2000);
    standings.listed(['inbox', 'archive', 'new'], 5100);
    expect(standings.wholeSince).toBeNull();
    vi.useRealTimers();
  });
});

describe('names of mailboxes', () => {
  it('are composed, without wildcards, control characters and the separator', () => {
    expect(checkedMailboxName('  Pla\u0308ne & "mehr" ', '/')).toBe('Pl\u00e4ne & "mehr"');
    expect(checkedMailboxName('a/b', '.')).toBe('a/b');
    for (const [name, code] of [
      [' ', 'empty'],
      ['x'.repeat(101), 'long'],
      ['a/b', 'character'],
      ['50%', 'character'],
      ['all*', 'character'],
      ['a\nb', 'character'],
    ] as const)
      expect(() => checkedMailboxName(name, '/')).toThrow(
        expect.objectContaining({ code: `mailbox-name-${code}` }),
      );
  });
});

it('one that was looked at a while ago may have news, one that waits or failed is asked anyway', () => {
  vi.useFakeTimers({ now: 1_000_000 });
  try {
    const standings = new MailboxStandings();
    standings.listed(['a', 'b', 'c'], 0);
    for (const id of ['a', 'b']) {
      standings.begun(id);
      standings.checked(id);
    }
    vi.advanceTimersByTime(20_000);
    standings.glanced('b', false, Date.now());
    expect(standings.stale(['a', 'b', 'c'], 10_000)).toEqual(['a']);
    standings.glanced('a', true, Date.now());
    expect([standings.isDue('a'), standings.isDue('b')]).toEqual([true, false]);
  } finally {
    vi.useRealTimers();
  }
});

it('nothing is known to be gone while a mailbox holds what nobody knows', () => {
  const standings = new MailboxStandings();
  standings.listed(['a'], 1);
  standings.begun('a');
  standings.checked('a', true);
  expect(standings.wholeSince).toBeNull();
  standings.begun('a');
  standings.checked('a');
  expect(standings.wholeSince).not.toBeNull();
});
