import { beforeEach, describe, expect, it } from 'vitest';
import { outboxCommands } from '#engine/outbox/registry.ts';
import { forgetInGroups, groupsWith, listGroups, removeGroup, saveGroup } from '#engine/people/groups.ts';
import { addressesIn } from '../../../renderer/features/composer/addresses-in.ts';
import { World } from '../threads/support/world.ts';

const ana = { name: 'Ana', address: 'ana@studio.example' };
const dario = { name: 'Dario', address: 'Dario@Studio.example' };

let world: World;
beforeEach(() => {
  world = new World();
});

const save = (name: string, members = [ana, dario], id: string | null = null) =>
  world.command(saveGroup, { id, name, members });
const undo = (actionId: string) => world.command(outboxCommands['actions.undo'], { actionId });
const groups = () => listGroups(world.db).map(({ name, members }) => [name, members.length]);

describe('a group of recipients', () => {
  it('has nobody twice, and each change of it is taken back', () => {
    const made = save('Site', [ana, dario, { name: '', address: 'ANA@studio.example' }]);
    expect(groups()).toEqual([['Site', 2]]);
    const changed = save('Visits', [ana], made.id);
    expect(groups()).toEqual([['Visits', 1]]);
    undo(changed.actionId);
    expect(groups()).toEqual([['Site', 2]]);
    const { actionId } = world.command(removeGroup, made.id);
    expect(groups()).toEqual([]);
    undo(actionId);
    expect(groups()).toEqual([['Site', 2]]);
    undo(made.actionId);
    expect(groups()).toEqual([]);
  });

  it('forgets who is erased, also in what could be taken back', () => {
    const made = save('Site');
    save('Dario alone', [dario]);
    const { actionId } = world.command(removeGroup, made.id);
    save('Both');
    const erased = new Set(['dario@studio.example']);
    expect(groupsWith(world.db, erased)).toHaveLength(2);
    world.command((tx) => forgetInGroups(tx, erased), undefined);
    expect(groups()).toEqual([['Both', 1]]);
    expect(undo(actionId)).toMatchObject({ undone: false });
    expect(JSON.stringify(world.db.prepare('SELECT * FROM action').all())).not.toMatch(/dario@studio/i);
  });
});

describe('recipients that are pasted', () => {
  it('may be groups as in a mail’s header (RFC 5322 section 3.4), with any sign in a quoted name', () => {
    expect(
      addressesIn('Friends: Ana <ana@studio.example>, "Pell; Dario" <d@x.example>;, eve@x.example', 'mail'),
    ).toEqual([
      { name: 'Ana', address: 'ana@studio.example' },
      { name: 'Pell; Dario', address: 'd@x.example' },
      { name: '', address: 'eve@x.example' },
    ]);
    expect(addressesIn('undisclosed-recipients:;', 'mail')).toEqual([]);
  });
});
