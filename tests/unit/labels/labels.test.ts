import { describe, expect, it } from 'vitest';
import { claimNext } from '#engine/actions/claim.ts';
import { confirm, fail } from '#engine/actions/lifecycle.ts';
import { makeUndo } from '#engine/actions/undo.ts';
import { exportRecord } from '#engine/export/records.ts';
import { settle } from '#engine/ingest/locations.ts';
import { applyFlags, resetMailbox } from '#engine/ingest/mailbox.ts';
import { labelsOfThreads, labelThreads, removeLabel } from '#engine/labels/act.ts';
import { listLabels, saveLabel } from '#engine/labels/labels.ts';
import { hasLabelSteps, labelStep } from '#engine/labels/steps.ts';
import { eraseMessages } from '#engine/privacy/erase-messages.ts';
import { search } from '#engine/search/search.ts';
import { setMailboxTraits } from '#engine/store/repositories/mailboxes.ts';
import { pageThreads, placeCounts, threadRowById } from '#engine/threads/queries.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import { ERROR } from '../actions/support.ts';
import { World } from '../threads/support/world.ts';

const undo = makeUndo();

class Labels extends World {
  label(name: string): string {
    return this.command(saveLabel, { id: null, name, colour: null }).id;
  }

  /** Many mails in one transaction. */
  mails(count: number): { threadId: string }[] {
    return this.run((tx) => {
      const rows = Array.from({ length: count }, () => this.put(tx, {}).row);
      refreshThreads(tx);
      return rows.map((row) => this.where(row));
    });
  }

  give(thread: string, labelId: string, on = true): string {
    return this.command(labelThreads, { ids: [thread], labelId, on }).actionId;
  }

  /** Names of a thread's labels, as its row shows them. */
  shown(thread: string): string[] {
    const names = new Map(listLabels(this.db).map(({ id, name }) => [id, name]));
    return (threadRowById(this.db, thread)?.labels ?? []).map((id) => names.get(id) ?? '?').sort();
  }

  list(labelId: string): string[] {
    const all = { view: 'all', channel: null, accountId: null, mailboxId: null } as const;
    return pageThreads(this.db, { ...all, labelId, offset: 0, limit: 50 }).rows.map(({ id }) => id);
  }

  /** What the server says of a mail's flags. */
  says(uid: number, ...flags: string[]): void {
    const states = [{ uid, flags, modseq: null }];
    this.command(applyFlags, { mailboxId: 'box-inbox', uidValidity: 1, states });
  }

  /** Performs what waits; `kept` false: the mailbox keeps no keywords. */
  perform(kept = true): unknown[] {
    const payloads: unknown[] = [];
    for (;;) {
      const action = this.command(claimNext, { exclude: [] });
      if (!action) return payloads;
      payloads.push(action.payload);
      const targets = kept ? action.targets : action.targets.map((one) => ({ ...one, locations: [] }));
      this.command(confirm, { id: action.id, targets });
    }
  }

  flags(): string[] {
    return this.all<{ flags: string }>('SELECT flags FROM mail_location ORDER BY uid').map(
      ({ flags }) => flags,
    );
  }
}

/** A label that is on 410 messages: more than one step takes. `left`: how many it is on now. */
function labelledMany() {
  const world = new Labels();
  const mails = world.mails(410);
  const id = world.label('Clients');
  world.command(labelThreads, { ids: mails.map(({ threadId }) => threadId), labelId: id, on: true });
  world.perform();
  const left = () => world.get<{ n: number }>('SELECT count(*) AS n FROM message_label').n;
  return { world, id, left };
}

describe('labels of threads', () => {
  it('are several on one, each a list of its own', () => {
    const world = new Labels();
    const a = world.mail({ subject: 'a' });
    const b = world.mail({ subject: 'b' });
    const text = world.text({});
    const [clients, money] = [world.label('Clients'), world.label('Money')];
    for (const thread of [a, text]) world.give(thread.threadId, clients);
    world.give(a.threadId, money);
    expect(world.shown(a.threadId)).toEqual(['Clients', 'Money']);
    expect(world.shown(b.threadId)).toEqual([]);
    expect(world.list(clients)).toEqual([text.threadId, a.threadId]);
    expect(placeCounts(world.db).labelUnread).toEqual({ [clients]: 2, [money]: 1 });
    expect(labelsOfThreads(world.db, { ids: [a.threadId, b.threadId, text.threadId] })).toEqual([
      { labelId: clients, threads: 2 },
      { labelId: money, threads: 1 },
    ]);
    expect(world.perform()).toEqual([
      { add: ['Clients'], remove: [] },
      { add: ['Money'], remove: [] },
    ]);
    expect(world.flags()).toEqual(['Clients Money', '']);
  });

  it('are given and taken away by acts that undo takes back, before and after the server did them', () => {
    const world = new Labels();
    const mail = world.mail({});
    const id = world.label('Clients');
    const early = world.give(mail.threadId, id);
    expect(world.command(undo, { actionId: early }).undone).toBe(true);
    expect(world.shown(mail.threadId)).toEqual([]);
    expect(world.perform()).toEqual([]);

    const late = world.give(mail.threadId, id);
    world.perform();
    expect(world.command(undo, { actionId: late }).undone).toBe(true);
    expect(world.shown(mail.threadId)).toEqual([]);
    expect(world.perform()).toEqual([{ add: [], remove: ['Clients'] }]);
    expect(world.flags()).toEqual(['']);

    world.give(mail.threadId, id);
    world.perform();
    const taken = world.give(mail.threadId, id, false);
    world.perform();
    expect(world.command(undo, { actionId: taken }).undone).toBe(true);
    expect(world.shown(mail.threadId)).toEqual(['Clients']);
  });

  it('stand over what the server said before it was told', () => {
    const world = new Labels();
    const mail = world.mail({});
    const id = world.label('Clients');
    world.give(mail.threadId, id);
    world.says(1, '\\Seen');
    expect(world.shown(mail.threadId)).toEqual(['Clients']);
    world.perform();
    world.give(mail.threadId, id, false);
    world.says(1, 'clients');
    expect(world.shown(mail.threadId)).toEqual([]);
    world.give(mail.threadId, id);
    world.says(1, 'clients');
    const away = world.command(claimNext, { exclude: [] })!;
    world.command(confirm, { id: away.id });
    world.says(1);
    expect(world.shown(mail.threadId)).toEqual(['Clients']);
  });

  it('come from and go with the keywords another program sets', () => {
    const world = new Labels();
    const mail = world.mail({});
    world.says(1, '$label1', 'Site_visits', '$Forwarded', 'NonJunk', '\\Seen');
    expect(world.shown(mail.threadId)).toEqual(['Important', 'Site visits']);
    expect(listLabels(world.db).map(({ name, colour }) => [name, colour])).toEqual([
      ['Important', 0],
      ['Site visits', 1],
    ]);
    world.says(1, '\\Seen', 'SITE_VISITS');
    expect(world.shown(mail.threadId)).toEqual(['Site visits']);
    world.command(resetMailbox, { mailboxId: 'box-inbox', uidValidity: 2 });
    expect(world.shown(mail.threadId)).toEqual(['Site visits']);
  });

  it('go when another program takes them away, also while they are given', () => {
    const world = new Labels();
    const mail = world.mail({});
    world.give(mail.threadId, world.label('Clients'));
    const { id, targets } = world.command(claimNext, { exclude: [] })!;
    // Told before the server took the keyword, or after it was taken away again: the next word says which.
    world.says(1, '\\Answered');
    world.command(confirm, { id, targets });
    world.says(1, '\\Answered');
    expect(world.shown(mail.threadId)).toEqual([]);
    world.says(1, '\\Answered', 'Clients');
    expect(world.shown(mail.threadId)).toEqual(['Clients']);
  });

  it('of texts are given and taken back here alone', () => {
    const world = new Labels();
    const text = world.text({});
    const [a, b] = [world.label('a'), world.label('b')];
    const first = world.give(text.threadId, a);
    world.give(text.threadId, b);
    expect(world.perform()).toEqual([]);
    expect(world.shown(text.threadId)).toEqual(['a', 'b']);
    expect(world.command(undo, { actionId: first }).undone).toBe(true);
    expect(world.shown(text.threadId)).toEqual(['b']);
  });

  it('stay here where the mailbox keeps no keywords', () => {
    const world = new Labels();
    const mail = world.mail({});
    const id = world.label('Clients');
    world.give(mail.threadId, id);
    world.perform(false);
    expect(world.flags()).toEqual(['']);
    world.says(1, '\\Seen');
    expect(world.shown(mail.threadId)).toEqual(['Clients']);
    world.give(mail.threadId, id, false);
    world.perform(false);
    expect(world.shown(mail.threadId)).toEqual([]);
  });

  it('stay here when the mail is moved to where no keywords are kept', () => {
    const world = new Labels();
    const mail = world.mail({});
    world.says(1, 'Clients', 'Money');
    world.command(setMailboxTraits, { id: 'box-archive', keywords: ['money'], objectId: null });
    const move = (from: string, to: string, uid: number, flags: string) =>
      world.run((tx) => {
        tx.db.prepare('DELETE FROM mail_location WHERE mailbox_id = ?').run(from);
        tx.db.prepare('INSERT INTO mail_location VALUES (?, ?, ?, ?, NULL)').run(to, uid, mail.row, flags);
        settle(tx, mail.row);
        refreshThreads(tx, [mail.threadId]);
      });
    // Of what the mailbox could keep its word counts.
    move('box-inbox', 'box-archive', 9, '\\Seen');
    expect(world.shown(mail.threadId)).toEqual(['Clients']);
    move('box-archive', 'box-inbox', 2, '\\Seen');
    expect(world.shown(mail.threadId)).toEqual(['Clients']);
    world.give(mail.threadId, listLabels(world.db).find(({ name }) => name === 'Clients')!.id, false);
    expect(world.shown(mail.threadId)).toEqual([]);
  });

  it('are made of keywords that came before them', () => {
    const world = new Labels();
    const mails = world.mails(501);
    world.db.prepare("UPDATE mail_location SET flags = '\\Seen Clients' WHERE uid > 3").run();
    expect(world.shown(mails[500]!.threadId)).toEqual([]);
    const id = world.label('Money');
    let steps = 1;
    while (!world.command(labelStep, undefined).done) steps++;
    expect(steps).toBe(2);
    expect(world.shown(mails[500]!.threadId)).toEqual(['Clients']);
    expect(world.shown(mails[0]!.threadId)).toEqual([]);
    expect(world.list(id)).toEqual([]);
  });

  it('go when the server refuses them and the user gives up', () => {
    const world = new Labels();
    const mail = world.mail({});
    const actionId = world.give(mail.threadId, world.label('Clients'));
    const claimed = world.command(claimNext, { exclude: [] })!;
    world.command(fail, { id: claimed.id, error: ERROR });
    expect(world.command(undo, { actionId }).undone).toBe(true);
    expect(world.shown(mail.threadId)).toEqual([]);
  });

  it('are not made by a server without end', () => {
    const world = new Labels();
    world.mail({});
    world.says(1, ...Array.from({ length: 1000 }, (_, n) => `word${n}`));
    expect(listLabels(world.db)).toHaveLength(30);
  });
});

describe('a label', () => {
  it('is renamed and recoloured without the server, and refuses a name that is taken', () => {
    const world = new Labels();
    const mail = world.mail({});
    const id = world.label('Clients');
    world.give(mail.threadId, id);
    world.perform();
    world.command(saveLabel, { id, name: 'Customers', colour: 5 });
    expect(listLabels(world.db)).toEqual([{ id, name: 'Customers', colour: 5 }]);
    expect(world.perform()).toEqual([]);
    world.label('Money');
    expect(() => world.command(saveLabel, { id, name: 'MONEY', colour: null })).toThrow('already');
    expect(() => world.label('ｍoney')).toThrow('already');
  });

  it('that is deleted goes from all messages, and comes back with an undo', () => {
    const world = new Labels();
    const mail = world.mail({});
    const id = world.label('Clients');
    world.give(mail.threadId, id);
    world.perform();
    const { actionId } = world.command(removeLabel, { id });
    expect(listLabels(world.db)).toEqual([]);
    expect(world.shown(mail.threadId)).toEqual([]);
    expect(world.perform()).toEqual([{ add: [], remove: ['Clients'] }]);
    // Another program brings the keyword again: the label stays deleted.
    world.says(1, 'Clients');
    expect(listLabels(world.db)).toEqual([]);
    world.says(1);
    world.label('Clients');
    world.command(removeLabel, { id });
    expect(world.command(undo, { actionId }).undone).toBe(true);
    expect(world.shown(mail.threadId)).toEqual(['Clients']);
  });

  it('that is on very many messages goes in steps, which a crash does not lose and undo takes back', () => {
    const { world, id, left } = labelledMany();
    const { actionId } = world.command(removeLabel, { id });
    expect(listLabels(world.db)).toEqual([]);
    expect(left()).toBe(210);
    expect(hasLabelSteps(world.db)).toBe(true);
    world.command(labelStep, undefined);
    expect(left()).toBe(10);
    // It is there again at once, on the first of its messages.
    expect(world.command(undo, { actionId }).undone).toBe(true);
    expect(listLabels(world.db)).toMatchObject([{ id, name: 'Clients' }]);
    expect(left()).toBe(210);
    expect(world.command(undo, { actionId }).undone).toBe(false);
    expect(hasLabelSteps(world.db)).toBe(true);
    world.command(labelStep, undefined);
    expect(left()).toBe(410);
    expect(world.perform()).toEqual([]);
    world.command(labelStep, undefined);
    expect(hasLabelSteps(world.db)).toBe(false);
    // Made again while it is being deleted, it is on nothing.
    world.command(removeLabel, { id });
    world.label('Clients');
    expect(left()).toBe(0);
  });

  it('comes back in steps from what the server did, to what is deleted once more, and not to what is made anew', () => {
    const { world, id, left } = labelledMany();
    const steps = () => {
      for (let most = 20; hasLabelSteps(world.db) && most > 0; most--) world.command(labelStep, undefined);
      expect(hasLabelSteps(world.db)).toBe(false);
    };
    const remove = () => {
      const { actionId } = world.command(removeLabel, { id });
      steps();
      expect(left()).toBe(0);
      return actionId;
    };
    const first = remove();
    expect(world.perform()).toHaveLength(3);
    expect(world.command(undo, { actionId: first }).undone).toBe(true);
    // Asked for again while it is under way, it is not done twice.
    expect(world.command(undo, { actionId: first }).undone).toBe(true);
    expect(left()).toBe(200);
    const second = remove();
    expect(world.command(undo, { actionId: second }).undone).toBe(true);
    steps();
    expect(left()).toBe(410);
    expect(world.command(undo, { actionId: remove() }).undone).toBe(true);
    world.command(removeLabel, { id });
    world.label('Clients');
    steps();
    expect(left()).toBe(0);
  });

  it('is found by search, also by words, and is in what is exported', () => {
    const world = new Labels();
    const a = world.mail({ subject: 'Roof' });
    const b = world.mail({ subject: 'Cellar' });
    world.give(a.threadId, world.label('Site visits'));
    const found = (query: string) =>
      search(world.db, { query, limit: 10 }).hits.map(({ threadId }) => threadId);
    expect(found('label:"site visits"')).toEqual([a.threadId]);
    expect(found('-label:"site visits"')).toEqual([b.threadId]);
    expect(found('cellar label:"site visits"')).toEqual([]);
    expect(search(world.db, { query: 'label:nothing', limit: 10 })).toMatchObject({
      hits: [],
      problems: ['There is no label called “nothing”.'],
    });
    expect(exportRecord(world.db, a.id)?.labels).toEqual(['Site visits']);
  });

  it('leaves nothing of itself on messages that are erased', () => {
    const world = new Labels();
    const mail = world.mail({});
    world.give(mail.threadId, world.label('Clients'));
    world.perform();
    world.run((tx) => eraseMessages(tx, [mail.row]));
    expect(world.all('SELECT * FROM message_label')).toEqual([]);
    expect(world.all('SELECT * FROM action')).toEqual([]);
    expect(placeCounts(world.db).labelUnread).toEqual({});
  });
});
