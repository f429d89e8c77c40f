import { describe, expect, it } from 'vitest';
import { commitLargeSource, ingestMail } from '#engine/ingest/mail.ts';
import { applyFlags, expunge } from '#engine/ingest/mailbox.ts';
import type { PreparedMail } from '#engine/ingest/prepared-mail.ts';
import { outboxCommands } from '#engine/outbox/registry.ts';
import { forgetContact } from '#engine/privacy/forget-people.ts';
import { arrivals } from '#engine/reading/stored-mail.ts';
import { listRuns, matchInbox, previewRule, suggestRule } from '#engine/rules/preview.ts';
import { enableRule, listRules, orderRules, removeRule, saveRule } from '#engine/rules/rules.ts';
import { applyRule } from '#engine/rules/run.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import { type RuleDraft, ruleDraft } from '#shared/contract/rules.ts';
import { preparedMail } from '../ingest/support/prepared-mail.ts';
import { DAY, ME, World } from '../threads/support/world.ts';

const NONE = { move: null, markRead: false, star: false, labelIds: [] };
const ARCHIVE = { ...NONE, move: { to: 'archive' as const } };
const READ = { ...NONE, markRead: true };
const STAR = { ...NONE, star: true };

/** A store whose inbox was synced before. */
class Inbox extends World {
  #uid = 0;

  constructor() {
    super();
    this.db.prepare("UPDATE mailbox SET checked_at = ? WHERE id = 'box-inbox'").run(this.clock);
  }

  rule(fields: Partial<RuleDraft> = {}): string {
    const rule = ruleDraft.parse({
      name: 'News',
      enabled: true,
      accountId: null,
      conditions: [{ kind: 'from', text: 'news@' }],
      actions: ARCHIVE,
      stop: false,
      ...fields,
    });
    return this.command(saveRule, { id: null, rule }).id;
  }

  /** Brings mails as a sync does, in one batch; returns what is worth a notification. */
  arrive(...mails: Partial<PreparedMail>[]): string[] {
    const batch = mails.map((fields) => {
      const uid = ++this.#uid;
      const date = this.tick();
      return preparedMail('Hello', {
        uid,
        messageId: `<${uid}@x>`,
        from: [{ name: 'News', address: 'news@example.com' }],
        subject: `Subject ${uid}`,
        date,
        source: { sha256: `digest ${uid}`, deflated: Buffer.from('x'), content: null },
        ...fields,
      });
    });
    const { added } = this.command(ingestMail, { mailboxId: 'box-inbox', uidValidity: 1, batch });
    return arrivals(this.db, { messageIds: added, peopleOnly: false }).map(({ body }) => body);
  }

  /** Place, unread and star of each mail, oldest first. */
  shown(): string[] {
    return this.all<{ shown: string }>(
      `SELECT place || iif(unread, ' unread', '') || iif(starred, ' starred', '') AS shown FROM message ORDER BY row`,
    ).map(({ shown }) => shown);
  }

  undo(actionId: string) {
    return this.command(outboxCommands['actions.undo'], { actionId });
  }
}

describe('mail that arrives', () => {
  it('is moved by an act of the journal and raises no notification', () => {
    const world = new Inbox();
    world.rule();
    const told = world.arrive({}, { from: [{ name: '', address: 'ana@example.com' }] });
    expect(world.shown()).toEqual(['archive unread', 'inbox unread']);
    expect(told).toEqual(['Subject 2']);
    expect(world.all('SELECT kind, state, payload FROM action')).toEqual([
      { kind: 'mail.move', state: 'queued', payload: '{"to":{"role":"archive"},"from":"inbox"}' },
    ]);
    expect(listRuns(world.db).map(({ title }) => title)).toEqual(['Rule “News”: archive (1 message)']);
  });

  it('that a rule marks as read raises no notification; one that is starred does', () => {
    const read = new Inbox();
    read.rule({ actions: READ });
    expect(read.arrive({})).toEqual([]);
    const starred = new Inbox();
    starred.rule({ actions: STAR });
    expect(starred.arrive({})).toEqual(['Subject 1']);
    expect(starred.shown()).toEqual(['inbox unread starred']);
  });

  it('is one act for a batch, which undo takes back whole', () => {
    const world = new Inbox();
    world.rule({ actions: { ...ARCHIVE, markRead: true } });
    world.arrive({}, {}, {});
    const [run] = listRuns(world.db);
    expect(run).toMatchObject({ title: 'Rule “News”: archive, mark as read (3 messages)', undone: false });
    expect(world.undo(run!.actionId).undone).toBe(true);
    expect(world.shown()).toEqual(Array(3).fill('inbox unread'));
    expect(listRuns(world.db)).toMatchObject([{ undone: true }]);
  });

  it('goes to a mailbox of the account, and stays when that is gone', () => {
    const world = new Inbox();
    const move = { to: 'mailbox', mailboxId: 'box-none' } as const;
    world.rule({ accountId: 'account-mail', actions: { ...READ, move } });
    world.arrive({});
    expect(
      world.get('SELECT place, mailbox_id AS mailbox FROM action_message WHERE place IS NOT NULL'),
    ).toEqual({
      place: 'archive',
      mailbox: 'box-none',
    });
    world.db.exec("DELETE FROM mailbox WHERE id = 'box-none'");
    expect(listRules(world.db)).toMatchObject([{ problem: 'mailbox-gone' }]);
    world.arrive({});
    expect(world.shown()[1]).toBe('inbox unread');
  });

  it('is left alone by a rule that is off, and by its own sender', () => {
    const world = new Inbox();
    const id = world.rule({ conditions: [{ kind: 'subject', text: 'Subject' }] });
    world.arrive({ from: [{ name: 'Sam', address: ME }] });
    world.command(enableRule, { id, enabled: false });
    world.arrive({});
    expect(world.shown()).toEqual(['inbox unread', 'inbox unread']);
    expect(world.all('SELECT 1 FROM action')).toEqual([]);
  });
});

describe('rules in their order', () => {
  it('add up, and the first that moves says where to', () => {
    const world = new Inbox();
    world.rule({ actions: STAR });
    world.rule({ actions: ARCHIVE });
    world.rule({ actions: { ...READ, move: { to: 'trash' } } });
    world.arrive({});
    expect(world.shown()).toEqual(['archive starred']);
  });

  it('end at one that stops, and only for what that one is about', () => {
    const world = new Inbox();
    const first = world.rule({ conditions: [{ kind: 'subject', text: 'keep' }], actions: STAR, stop: true });
    const second = world.rule();
    world.arrive({ subject: 'Keep me' }, { subject: 'Away with me' });
    expect(world.shown()).toEqual(['inbox unread starred', 'archive unread']);
    world.command(orderRules, { ids: [second, first] });
    world.arrive({ subject: 'Keep me' });
    expect(world.shown()[2]).toBe('archive unread starred');
  });
});

describe('no rule is asked', () => {
  it('about what the first sync brings, nor about old mail that is put back', () => {
    const world = new Inbox();
    world.rule();
    world.arrive({ internalDate: world.clock - 2 * DAY });
    world.db.exec("UPDATE mailbox SET checked_at = NULL WHERE id = 'box-inbox'");
    world.arrive({});
    expect(world.shown()).toEqual(['inbox unread', 'inbox unread']);
  });

  it('twice: not after an undo, new flags, or another program that moves the mail out and back', () => {
    const world = new Inbox();
    world.rule();
    const mail = { uid: 1, messageId: '<one@x>' };
    world.arrive(mail);
    world.undo(listRuns(world.db)[0]!.actionId);
    const at = { mailboxId: 'box-inbox', uidValidity: 1 };
    world.command(applyFlags, { ...at, states: [{ uid: 1, flags: ['\\Flagged'], modseq: '5' }] });
    world.arrive(mail);
    world.command(expunge, { ...at, uids: [{ first: 1, last: 1 }] });
    world.arrive({ ...mail, uid: 9, source: { sha256: 'digest 1', deflated: null, content: null } });
    expect(world.shown()).toEqual(['inbox unread']);
    expect(listRuns(world.db)).toHaveLength(1);
  });
});

it('a rule on attachments decides about a large mail when it is here whole, and once', () => {
  const world = new Inbox();
  world.rule({ conditions: [{ kind: 'attachment' }] });
  world.arrive({ source: null }, { source: null, messageId: '<plain@x>' });
  expect(world.shown()).toEqual(['inbox unread', 'inbox unread']);
  const file = {
    ...{ partIndex: 1, filename: 'a.pdf', contentType: 'application/pdf', contentId: null },
    ...{ size: 9, sha256: 'f', inline: false },
  };
  const complete = (uid: number, attachments: (typeof file)[]) =>
    world.command(commitLargeSource, {
      ...{ mailboxId: 'box-inbox', uidValidity: 1, uid },
      source: { sha256: `whole ${uid}`, deflated: Buffer.from('x'), content: null },
      derived: {
        ...{ attachments, calendar: null, warnings: [], claims: null, report: null },
        body: { text: '', visibleLength: 0, folded: [], snippet: '', hasHtml: false, html: null },
      },
    });
  complete(1, [file]);
  complete(2, []);
  expect(world.shown()).toEqual(['archive unread', 'inbox unread']);
  world.undo(listRuns(world.db)[0]!.actionId);
  complete(1, [file]);
  expect(world.shown()[0]).toBe('inbox unread');
});

describe('what is here now', () => {
  const conditions: RuleDraft['conditions'] = [{ kind: 'from', text: 'news@' }];

  it('is previewed newest first, of the inbox alone', () => {
    const world = new Inbox();
    world.arrive({}, { from: [{ name: '', address: 'ana@example.com' }] }, {});
    world.mail({ from: 'News <news@example.com>', place: 'archive' });
    const preview = previewRule(world.db, { accountId: null, conditions });
    expect(preview).toMatchObject({ matched: 2, looked: 3, hasOlder: false });
    expect(preview.newest.map(({ subject }) => subject)).toEqual(['Subject 3', 'Subject 1']);
    expect(previewRule(world.db, { accountId: 'account-text', conditions }).looked).toBe(0);
  });

  it('is looked at for the newest thousand', () => {
    const world = new Inbox();
    world.run((tx) => {
      for (let n = 0; n < 1010; n++) world.put(tx, { from: 'news@example.com', bulk: true, references: [] });
      refreshThreads(tx);
    });
    const preview = previewRule(world.db, { accountId: null, conditions });
    expect(preview).toMatchObject({ matched: 1000, looked: 1000, hasOlder: true });
    expect(preview.newest).toHaveLength(20);
  });

  it('is done as one act that undo takes back, however much it is', () => {
    const world = new Inbox();
    for (let batch = 0; batch < 6; batch++) world.arrive(...Array.from({ length: 50 }, () => ({})));
    world.arrive({ from: [{ name: '', address: 'ana@example.com' }] });
    const id = world.rule();
    const rows: number[] = [];
    let after: Parameters<typeof matchInbox>[1]['after'] = null;
    do {
      const step = matchInbox(world.db, { accountId: null, conditions, after });
      rows.push(...step.rows);
      after = step.next;
    } while (after);
    const done = world.command(applyRule, { id, rows });
    expect(done?.title).toBe('Rule “News”: archive (300 messages)');
    expect(new Set(world.shown().slice(0, 300))).toEqual(new Set(['archive unread']));
    expect(world.command(applyRule, { id, rows })).toBeNull();
    world.undo(done!.actionId);
    expect(new Set(world.shown())).toEqual(new Set(['inbox unread']));
  });

  it('suggests the list of a newsletter, and the author of another mail', () => {
    const world = new Inbox();
    const list = world.mail({
      from: 'The Weekly <w@example.com>',
      listId: 'weekly.example',
      subject: 'Nr 1',
    });
    const ana = world.mail({ subject: 'Lunch' });
    const suggest = (threadId: string) => suggestRule(world.db, { threadId });
    expect(suggest(list.threadId)).toEqual({
      ...{ name: 'The Weekly', accountId: 'account-mail' },
      conditions: [{ kind: 'list', text: 'weekly.example' }],
    });
    expect(suggest(ana.threadId)?.conditions).toEqual([{ kind: 'from', text: 'ana@example.com' }]);
    expect(suggest(world.text({ from: '+12025550142' }).threadId)).toBeNull();
  });
});

describe('the list of rules', () => {
  it('has a deleted one back after an undo, in its place', () => {
    const world = new Inbox();
    const names = () => listRules(world.db).map(({ name }) => name);
    const first = world.rule({ name: 'First' });
    world.rule({ name: 'Second' });
    const { actionId } = world.command(removeRule, { id: first });
    expect(names()).toEqual(['Second']);
    expect(world.undo(actionId).undone).toBe(true);
    expect(names()).toEqual(['First', 'Second']);
  });

  it('names nobody who was erased, nor does what could bring a deleted rule back', () => {
    const world = new Inbox();
    world.mail({ from: 'Ana Ribeiro <ana@example.com>' });
    const conditions: RuleDraft['conditions'] = [{ kind: 'from', text: 'Ana@example.com' }];
    const deleted = world.rule({ conditions });
    const { actionId } = world.command(removeRule, { id: deleted });
    world.rule({ conditions });
    world.rule({ name: 'Kept' });
    const { id } = world.get<{ id: string }>(
      "SELECT contact_id AS id FROM identity WHERE value = 'ana@example.com'",
    );
    world.run((tx) => forgetContact(tx, id));
    expect(world.undo(actionId).undone).toBe(false);
    expect(listRules(world.db).map(({ name }) => name)).toEqual(['Kept']);
  });

  it('takes no rule that could do nothing', () => {
    const world = new Inbox();
    expect(() => world.rule({ actions: NONE })).toThrow();
    expect(() => world.rule({ conditions: [] })).toThrow();
    const move = { to: 'mailbox', mailboxId: 'box-none' } as const;
    expect(() => world.rule({ actions: { ...READ, move } })).toThrow(/mailbox/);
    expect(() => world.rule({ accountId: 'account-gone' })).toThrow(/account/);
  });
});
