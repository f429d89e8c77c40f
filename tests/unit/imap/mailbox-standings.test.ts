import { describe, expect, it } from 'vitest';
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
    standings.looked([]);
    expect(standings.isDue('locked')).toBe(true);
  });

  it('a look at the numbers counts as a check where none has changed', () => {
    const standings = new MailboxStandings();
    for (const id of ['same', 'changed', 'busy']) standings.begun(id);
    standings.checked('same');
    standings.checked('changed');
    const before = standings.of('same')?.checkedAt ?? 0;
    standings.looked(['changed', 'busy']);
    expect(standings.of('same')?.checkedAt).toBeGreaterThanOrEqual(before);
    expect(standings.of('changed')?.state).toBe('waiting');
    // Its numbers are others until it is done.
    expect(standings.isDue('busy')).toBe(false);
    standings.keep(['same']);
    expect(standings.of('changed')).toBeNull();
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
