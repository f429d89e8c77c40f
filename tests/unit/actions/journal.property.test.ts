import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { act, starMessage, type ThreadAct } from '#engine/actions/act.ts';
import { claimNext, nextDueAt } from '#engine/actions/claim.ts';
import { confirm, fail, recoverActions, retryLater, retryNow } from '#engine/actions/lifecycle.ts';
import { listOutbox } from '#engine/actions/outbox.ts';
import { makeUndo } from '#engine/actions/undo.ts';
import { World } from '../threads/support/world.ts';
import { ImapModel, ROLES } from './imap-model.ts';
import { ERROR } from './support.ts';

const undo = makeUndo();
const ACTS: ThreadAct[] = ['archive', 'inbox', 'trash', 'junk', 'read', 'unread', 'star', 'unstar', 'move'];
const CALM = { does: 'answers', of: 0 } as const;

/** How an attempt goes: what the server does, and when the program or the network ends. */
const attempt = fc.record({
  does: fc.constantFrom(
    'answers',
    'answers',
    'is not there',
    'refuses for now',
    'refuses',
    'does it, and the answer is lost',
    'does half of it, and the connection is lost',
    'crash before',
    'crash after',
  ),
  of: fc.nat(3),
});

type Attempt = { does: string; of: number };

/** Two threads of two mails and one of one, with a journal and a server. */
class Desk {
  readonly world = new World();
  readonly threads: string[] = [];
  readonly messages: string[] = [];
  readonly done: string[] = [];
  readonly server: ImapModel;
  /** What the server has done, wholly or in part: it does not refuse what is done. */
  readonly begun = new Set<string>();
  /** What a message was not found for, and then, in a whole sync, wherever it may be. */
  private readonly missed = new Set<string>();
  private readonly searched = new Set<string>();

  constructor(uidplus: boolean) {
    for (const subject of ['one', 'two']) {
      const first = this.world.mail({ subject, id: `<${subject}@x>` });
      const second = this.world.mail({ subject, id: `<${subject}-b@x>`, references: [`<${subject}@x>`] });
      this.threads.push(first.threadId);
      this.messages.push(first.id, second.id);
    }
    const third = this.world.mail({ subject: 'three', place: 'archive', unread: false });
    this.world.db.prepare("UPDATE mail_location SET flags = '\\Seen' WHERE message_row = ?").run(third.row);
    this.threads.push(third.threadId);
    this.messages.push(third.id);
    this.server = new ImapModel(this.world, uidplus);
  }

  act(name: ThreadAct, threads: number[]): void {
    const ids = threads.map((n) => this.threads[n % this.threads.length]!);
    const mailboxId = name === 'move' ? 'box-none' : null;
    this.done.push(this.world.command(act, { ids, act: name, mailboxId }).actionId);
  }

  star(n: number, starred: boolean): void {
    const id = this.messages[n % this.messages.length]!;
    this.done.push(this.world.command(starMessage, { id, starred }).actionId);
  }

  undo(n: number): void {
    const actionId = this.done[n % this.done.length];
    if (actionId) this.world.command(undo, { actionId });
  }

  /** One attempt at what is due. False when nothing is. */
  attempt({ does, of }: Attempt): boolean {
    const { world } = this;
    world.clock = nextDueAt(world.db, world.clock) ?? world.clock;
    const action = world.command(claimNext, { exclude: [] });
    if (!action) return false;
    const { id } = action;
    const later = (countAttempt: boolean, reached = true) =>
      this.world.command(retryLater, { id, error: ERROR, random: 0, countAttempt, reached });
    if (does === 'crash before') this.world.run(recoverActions);
    else if (does === 'is not there') later(false, false);
    else if (does === 'refuses for now') later(true);
    else if (does === 'refuses' && !this.begun.has(id)) {
      this.world.command(fail, { id, error: ERROR });
    } else if (does === 'does half of it, and the connection is lost') {
      this.server.perform(action, of);
      this.begun.add(id);
      later(false);
    } else {
      const performed = this.server.perform(action);
      this.begun.add(id);
      // What a sync found nowhere is gone; before it, nobody knows.
      const moved = action.unplaced && !this.searched.has(id) ? null : performed;
      if (moved === null) this.missed.add(id);
      if (does === 'answers' && moved) this.world.command(confirm, { id, moved, targets: action.targets });
      else if (does === 'crash after') this.world.run(recoverActions);
      else later(false);
      // Only a sync helps where a message was not found.
      return moved !== null;
    }
    return true;
  }

  sync(): void {
    this.server.sync();
    for (const id of this.missed) this.searched.add(id);
  }

  /** The server is there and does what it is asked, and the mailboxes are compared, until nothing is left to do. */
  rest(failed: 'retry' | 'undo'): void {
    for (let round = 0; round < 40; round++) {
      while (this.attempt(CALM));
      this.sync();
      const open = listOutbox(this.world.db);
      if (open.length === 0) return;
      for (const { actionId, state } of open) {
        if (state !== 'failed') continue;
        if (failed === 'retry') this.world.command(retryNow, { actionId });
        else this.world.command(undo, { actionId });
      }
    }
    throw new Error(`never comes to rest: ${JSON.stringify(listOutbox(this.world.db))}`);
  }

  shown(): Record<string, object> {
    const rows = this.world.all<{ id: string; place: string; unread: number; starred: number }>(
      `SELECT mail.message_id AS id, m.place, m.unread, m.starred FROM message m
       JOIN mail ON mail.message_row = m.row WHERE m.place <> 'gone'`,
    );
    return Object.fromEntries(rows.map(({ id, ...state }) => [id, state]));
  }
}

/** What happens next, with words for whoever reads a counterexample. */
interface Step {
  what: string;
  run: (desk: Desk) => void;
}
const step = (what: string, run: (desk: Desk) => void): Step => ({ what, run });

const threads = fc.array(fc.nat(2), { minLength: 1, maxLength: 3 });
const mine = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...ACTS), threads)
      .map(([name, on]) => step(`${name} ${on}`, (desk) => desk.act(name, on))),
  },
  fc.tuple(fc.nat(4), fc.boolean()).map(([n, on]) => step(`star ${n} ${on}`, (desk) => desk.star(n, on))),
  { weight: 2, arbitrary: fc.nat(20).map((n) => step(`undo ${n}`, (desk) => desk.undo(n))) },
);
const servers = fc.oneof(
  {
    weight: 3,
    arbitrary: attempt.map((how) =>
      step(`the server ${how.does} (${how.of})`, (desk) => void desk.attempt(how)),
    ),
  },
  fc.constant(step('sync', (desk) => desk.sync())),
);
const others = fc.oneof(
  fc
    .tuple(fc.nat(9), fc.constantFrom(...ROLES))
    .map(([n, to]) => step(`another program moves ${n} to ${to}`, (desk) => desk.server.moveAny(n, to))),
  fc
    .tuple(fc.nat(9), fc.constantFrom('\\Seen', '\\Flagged'))
    .map(([n, flag]) => step(`another program flags ${n} ${flag}`, (desk) => desk.server.flagAny(n, flag))),
  fc.nat(9).map((n) => step(`another program removes ${n}`, (desk) => desk.server.removeAny(n))),
);

describe('the journal, whatever the user does and the server answers and wherever the program ends', () => {
  it('brings the server to what the window showed', () => {
    const script = fc.array(fc.oneof(mine, servers), { maxLength: 25 });
    fc.assert(
      fc.property(fc.boolean(), script, (uidplus, steps) => {
        const desk = new Desk(uidplus);
        for (const { run } of steps) run(desk);
        const before = desk.shown();
        desk.rest('retry');
        expect(desk.shown()).toEqual(before);
        expect(desk.server.state()).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });

  it('ends with the window showing what the server has, when others change it too', () => {
    const script = fc.array(fc.oneof(mine, servers, others), { maxLength: 25 });
    fc.assert(
      fc.property(fc.boolean(), fc.constantFrom('retry', 'undo'), script, (uidplus, failed, steps) => {
        const desk = new Desk(uidplus);
        for (const { run } of steps) run(desk);
        desk.rest(failed);
        expect(desk.shown()).toEqual(desk.server.state());
      }),
      { numRuns: 60 },
    );
  });
});
