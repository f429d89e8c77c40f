import { describe, expect, it } from 'vitest';
import type { SearchHit } from '#shared/contract/search.ts';
import type { Command, CommandContext } from '../../../renderer/app/commands.ts';
import {
  beginsWord,
  rankCommands,
  readInput,
  threadsOfHits,
} from '../../../renderer/features/palette/rank.ts';

const command = (
  id: string,
  label: string,
  enabled: true | string = true,
  help = '',
  also = '',
): Command => ({
  id: id as Command['id'],
  group: 'app',
  label,
  help,
  also,
  shortcuts: [],
  enabledWhen: () => enabled,
  run: () => undefined,
});
const context = {} as CommandContext;
const ids = (words: string, ...commands: Command[]) =>
  rankCommands(commands, context, words).map((entry) => entry.command.id);

describe('palette', () => {
  it('keeps to commands after >', () => {
    expect(readInput('> arch')).toEqual({ commandsOnly: true, words: 'arch' });
    expect(readInput(' ana ')).toEqual({ commandsOnly: false, words: 'ana' });
  });

  it('puts the closer name first and leaves out what does not match', () => {
    const found = ids(
      'trash',
      command('a', 'Mark as read'),
      command('b', 'Move to Trash'),
      command('c', 'Trash'),
    );
    expect(found).toEqual(['c', 'b']);
  });

  it('finds a command by its explanation, after those found by name', () => {
    const commands = [command('a', 'Star', true, 'Keeps it at hand'), command('b', 'Keep together')];
    expect(ids('keep', ...commands)).toEqual(['b', 'a']);
  });

  it('finds a command by what other programs call it, after those of that name', () => {
    const later = command('a', 'Later…', true, '', 'snooze');
    expect(ids('snooze', command('d', 'Go to Later', true, '', 'snoozed'), later)).toEqual(['a', 'd']);
    expect(ids('snoo', command('b', 'New mailbox…'), later)).toEqual(['a']);
    expect(ids('snooze', later, command('c', 'Snooze'))).toEqual(['c', 'a']);
    expect(ids('snooze', { ...later, enabledWhen: () => 'No thread' })).toEqual(['a']);
  });

  it('shows what cannot run now last, with the reason', () => {
    const ranked = rankCommands(
      [command('a', 'Reply', 'No thread'), command('b', 'Reply to all')],
      context,
      'reply',
    );
    expect(ranked.map((entry) => entry.enabled)).toEqual([true, 'No thread']);
  });

  it('shows each thread once, by its best hit', () => {
    const hit = (id: string, threadId: string): SearchHit => ({
      id,
      threadId,
      messageId: null,
      channel: 'sms',
      subject: '',
      from: { name: 'Ana', address: '+14155550199' },
      date: 0,
      excerpt: 'the \u2402gate\u2403',
      score: 1,
    });
    const threads = threadsOfHits([hit('1', 'a'), hit('2', 'a'), hit('3', 'b')], 5);
    expect(threads.map((thread) => thread.messageId)).toEqual(['1', '3']);
    expect(threads[0]?.title).toBe('the gate');
    expect(threadsOfHits([hit('1', 'a'), hit('3', 'b')], 1)).toHaveLength(1);
  });

  it('matches the beginnings of words only', () => {
    expect(beginsWord('Move to Trash', 'tra')).toBe(true);
    expect(beginsWord('Move to Trash', 'rash')).toBe(false);
  });
});
