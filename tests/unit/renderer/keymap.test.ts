import { describe, expect, it } from 'vitest';
import { commands } from '../../../renderer/app/commands.ts';
import { conflictsOf, keymapOf, keysOf, withKeys, withOwnKeys } from '../../../renderer/app/keymap.ts';

const keys = (id: string, chosen: Record<string, string[]>) =>
  keysOf(commands.find((command) => command.id === id)!, chosen);

describe('the keys of commands', () => {
  it('are the registry’s own until the user chooses others', () => {
    const { bindings, prefixes } = keymapOf(commands, {});
    expect(bindings.get('e')).toBe('archive');
    expect(bindings.get('g i')).toBe('go-inbox');
    expect([...prefixes]).toEqual(expect.arrayContaining(['g', '*']));
  });

  it('moves keys from the command that had them', () => {
    const chosen = withKeys(commands, {}, 'star', 'e');
    expect(keymapOf(commands, chosen).bindings.get('e')).toBe('star');
    expect(keymapOf(commands, chosen).bindings.has('s')).toBe(false);
    expect(keys('archive', chosen)).toEqual([]);
  });

  it('counts the first stroke of a sequence as taken, because only one of both could work', () => {
    expect(conflictsOf(commands, {}, 'star', 'g')).toContain('go-inbox');
    expect(conflictsOf(commands, {}, 'star', 'e i')).toEqual(['archive']);
    expect(conflictsOf(commands, {}, 'star', 'g q')).toEqual([]);
    expect(conflictsOf(commands, {}, 'star', 's')).toEqual([]);
  });

  it('keeps the other keys of a command that loses one', () => {
    expect(keys('trash', withKeys(commands, {}, 'star', '#'))).toEqual(['Delete']);
  });

  it('gives a command its own keys back, also from whoever has them now', () => {
    const swapped = withKeys(commands, withKeys(commands, {}, 'star', 'e'), 'archive', 's');
    const back = withOwnKeys(commands, swapped, 'archive');
    expect(keys('archive', back)).toEqual(['e']);
    expect(keys('star', back)).toEqual([]);
    expect(withOwnKeys(commands, withKeys(commands, {}, 'star', 'y'), 'star')).toEqual({});
  });

  it('can take all keys from a command', () => {
    const chosen = withKeys(commands, {}, 'junk', null);
    expect(keymapOf(commands, chosen).bindings.has('!')).toBe(false);
  });

  it('ignores what was chosen for commands that are no more', () => {
    expect([...keymapOf(commands, { 'long-gone': ['e'] }).bindings.values()]).not.toContain('long-gone');
    expect(keymapOf(commands, { 'long-gone': ['e'] }).bindings.get('e')).toBe('archive');
  });
});
