import { describe, expect, it } from 'vitest';
import { act } from '#engine/actions/act.ts';
import { makeUndo } from '#engine/actions/undo.ts';
import { labelThreads } from '#engine/labels/act.ts';
import { saveLabel } from '#engine/labels/labels.ts';
import { forgetContact } from '#engine/privacy/forget-people.ts';
import {
  listSections,
  orderSections,
  removeSection,
  saveSection,
  undoRemoveSection,
} from '#engine/sections/sections.ts';
import { sortStep } from '#engine/sections/sorting.ts';
import { pageThreads } from '#engine/threads/queries.ts';
import { REST } from '#shared/contract/section-rest.ts';
import type { SectionAbout } from '#shared/contract/sections.ts';
import { refreshAllThreads, World } from '../threads/support/world.ts';

const undo = makeUndo({ 'custom:section': undoRemoveSection });
const NEWS: SectionAbout = {
  kind: 'mail',
  accountId: null,
  conditions: [{ kind: 'from', text: 'news@example.com' }],
};

class Split extends World {
  section(name: string, about: SectionAbout, id: string | null = null): string {
    return this.command(saveSection, { id, name, about }).id;
  }

  label(name: string): string {
    return this.command(saveLabel, { id: null, name, colour: null }).id;
  }

  /** Sorts the inbox as far as it is not. */
  sort(): number {
    for (let steps = 1; ; steps++) if (this.command(sortStep, undefined).done) return steps;
  }

  in(sectionId: string | null, channel: 'mail' | 'sms' | null = null): string[] {
    const choice = { view: 'inbox', channel, accountId: null, mailboxId: null, sectionId } as const;
    const page = pageThreads(this.db, { ...choice, offset: 0, limit: 1000 });
    expect(page.total).toBe(page.rows.length);
    return page.rows.map(({ id }) => id);
  }

  entries() {
    return this.all(
      'SELECT scope, last_at, thread_id, unread FROM thread_entry ORDER BY scope, last_at, thread_id',
    );
  }
}

describe('the split inbox', () => {
  it('puts each thread into the first section that is about it, and the others into the rest', () => {
    const world = new Split();
    const vip = world.label('Vip');
    const [a, b, c, d] = ['news@example.com', 'ana@example.com', 'bo@example.com', 'news@example.com'].map(
      (from, at) => world.mail({ from, subject: `s${at}` }).threadId,
    );
    const text = world.text({}).threadId;
    for (const ids of [[b!], [d!], [text]]) world.command(labelThreads, { ids, labelId: vip, on: true });
    const first = world.section('Vip', { kind: 'label', labelId: vip });
    const second = world.section('News', NEWS);
    expect(listSections(world.db).sorting).toBe(true);
    world.sort();
    expect(world.in(first)).toEqual([text, d, b]);
    expect(world.in(first, 'sms')).toEqual([text]);
    expect(world.in(second)).toEqual([a]);
    expect(world.in(REST)).toEqual([c]);
    expect(world.in(null)).toHaveLength(5);
    expect(listSections(world.db)).toMatchObject({
      sections: [{ name: 'Vip', problem: null }, { name: 'News' }],
      totals: { [first]: { threads: 3, unread: 3 }, [second]: { threads: 1 }, [REST]: { threads: 1 } },
      sorting: false,
    });
    world.command(orderSections, { ids: [second] });
    world.sort();
    expect(world.in(second)).toEqual([d, a]);
  });

  it('follows what arrives, what is labelled and what leaves', () => {
    const world = new Split();
    const vip = world.label('Vip');
    const first = world.section('Vip', { kind: 'label', labelId: vip });
    const second = world.section('News', NEWS);
    world.sort();
    const { threadId } = world.mail({ id: '<a@x>', subject: 'Roof' });
    expect(world.in(REST)).toEqual([threadId]);
    world.mail({ from: 'news@example.com', subject: 'Re: Roof', references: ['<a@x>'] });
    expect(world.in(second)).toEqual([threadId]);
    const { actionId } = world.command(labelThreads, { ids: [threadId], labelId: vip, on: true });
    expect(world.in(first)).toEqual([threadId]);
    expect(world.in(second)).toEqual([]);
    world.command(undo, { actionId });
    expect(world.in(second)).toEqual([threadId]);
    world.command(act, { ids: [threadId], act: 'archive', mailboxId: null });
    expect(world.in(second)).toEqual([]);
    expect(world.all("SELECT 1 FROM thread_entry WHERE scope LIKE 'i/%'")).toEqual([]);
  });

  it('is as if made anew after any change of sections, and gone without them', () => {
    const world = new Split();
    for (let n = 0; n < 240; n++)
      world.mail({ from: n % 3 === 0 ? 'news@example.com' : 'ana@example.com', subject: `s${n}` });
    const plain = world.entries();
    const id = world.section('News', NEWS);
    expect(world.sort()).toBe(3);
    const sorted = world.entries();
    world.run((tx) => refreshAllThreads(tx));
    expect(world.entries()).toEqual(sorted);
    expect(world.in(id)).toHaveLength(80);
    const { actionId } = world.command(removeSection, { id });
    world.sort();
    expect(world.entries()).toEqual(plain);
    expect(world.command(undo, { actionId }).undone).toBe(true);
    world.sort();
    expect(world.entries()).toEqual(sorted);
  });

  it('says when its label is gone, and forgets sections that name who is erased', () => {
    const world = new Split();
    const mail = world.mail({ from: 'news@example.com' });
    const vip = world.label('Vip');
    world.section('Vip', { kind: 'label', labelId: vip });
    const news = world.section('News', NEWS);
    world.db.prepare('UPDATE label SET removed = 1').run();
    expect(listSections(world.db).sections).toMatchObject([{ problem: 'label-gone' }, { problem: null }]);
    expect(() => world.section('Again', { kind: 'label', labelId: vip })).toThrow('not there');
    world.sort();
    expect(world.in(news)).toEqual([mail.threadId]);
    const contact = world.get<{ id: string }>(
      "SELECT contact_id AS id FROM identity WHERE value = 'news@example.com'",
    ).id;
    world.run((tx) => forgetContact(tx, contact));
    expect(listSections(world.db).sections.map(({ name }) => name)).toEqual(['Vip']);
  });
});
