import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeConnection } from '#engine/accounts/change.ts';
import { claimNext, nextDueAt } from '#engine/actions/claim.ts';
import {
  confirm,
  fail,
  provenNotSent,
  recoverActions,
  resolveSend,
  retryLater,
  retryNow,
  unsure,
  waitForRepair,
  wireStarted,
} from '#engine/actions/lifecycle.ts';
import { listOutbox } from '#engine/actions/outbox.ts';
import { makeUndo } from '#engine/actions/undo.ts';
import { confirmAction, resolveAction } from '#engine/outbox/sends.ts';
import { pageThreads } from '#engine/threads/queries.ts';
import { getThread } from '#engine/threads/thread-view.ts';
import { World } from '../threads/support/world.ts';
import { ERROR, queueSend, stateOf } from './support.ts';

const undo = makeUndo();
const claim = (world: World) => world.command(claimNext, { exclude: [] });

describe('a send', () => {
  it('is held back, then due', () => {
    const world = new World();
    const { actionId } = queueSend(world, { hold: 10_000 });
    expect(claim(world)).toBeNull();
    expect(nextDueAt(world.db, world.clock)).toBe(world.clock + 10_000);
    expect(listOutbox(world.db)).toMatchObject([{ state: 'held', holdUntil: world.clock + 10_000 }]);
    world.clock += 10_000;
    expect(claim(world)).toMatchObject({
      id: actionId,
      kind: 'mail.send',
      lookUp: false,
      track: 'account-mail/send',
    });
    expect(world.get('SELECT send_state FROM mail')).toEqual({ send_state: 'sending' });
  });

  it('gives its draft back when undone in time', () => {
    const world = new World();
    const { actionId, draftId, row } = queueSend(world, { hold: 10_000 });
    expect(world.command(undo, { actionId })).toEqual({ undone: true, draftId });
    expect(world.get('SELECT sending, thread_id FROM draft')).toEqual({ sending: 0, thread_id: null });
    expect(world.get('SELECT row FROM message WHERE row = ?', row)).toBeUndefined();
    expect(world.all('SELECT id FROM thread')).toEqual([]);
    expect(world.all("SELECT rowid FROM search_index WHERE search_index MATCH 'plan'")).toEqual([]);
    world.clock += 60_000;
    expect(claim(world)).toBeNull();
  });

  it('cannot be undone once it has begun', () => {
    const world = new World();
    const { actionId } = queueSend(world);
    const { id } = claim(world)!;
    expect(world.command(undo, { actionId }).undone).toBe(false);
    world.command(wireStarted, { id });
    world.command(confirm, { id });
    expect(world.command(undo, { actionId }).undone).toBe(false);
    expect(world.get('SELECT send_state FROM mail')).toEqual({ send_state: 'sent' });
  });

  it('is looked up after a crash on the wire, and simply tried again after one before', () => {
    const world = new World();
    queueSend(world);
    claim(world);
    world.run(recoverActions);
    const again = claim(world)!;
    expect(again.lookUp).toBe(false);
    world.command(wireStarted, { id: again.id });
    world.run(recoverActions);
    expect(stateOf(world, again.id)).toBe('unsure');
    expect(claim(world)).toMatchObject({ id: again.id, lookUp: true });
    world.run(recoverActions);
    expect(claim(world)).toMatchObject({ id: again.id, lookUp: true });
    world.command(provenNotSent, { id: again.id });
    expect(claim(world)).toMatchObject({ id: again.id, lookUp: false });
  });

  it('waits for the user when looking up does not tell', () => {
    const world = new World();
    const { actionId, threadId } = queueSend(world);
    const { id } = claim(world)!;
    world.command(wireStarted, { id });
    world.command(unsure, { id, error: ERROR, random: 0 });
    for (let i = 0; i < 10; i++) {
      world.clock += 3_600_000;
      const action = claim(world);
      if (!action) break;
      expect(action.lookUp).toBe(true);
      world.command(unsure, { id, error: ERROR, random: 0 });
    }
    expect(nextDueAt(world.db, world.clock)).toBeNull();
    expect(listOutbox(world.db)).toMatchObject([{ state: 'unsure', nextAttemptAt: null }]);
    const choice = {
      view: 'all',
      channel: null,
      accountId: null,
      mailboxId: null,
      offset: 0,
      limit: 5,
    } as const;
    expect(pageThreads(world.db, choice).rows[0]).toMatchObject({ id: threadId, needsAttention: true });
    world.command(resolveSend, { actionId, how: 'check' });
    expect(claim(world)?.lookUp).toBe(true);
    world.command(unsure, { id, error: ERROR, random: 0, lookUp: false });
    world.command(resolveSend, { actionId, how: 'mark-sent' });
    expect(stateOf(world, actionId)).toBe('done');
    expect(pageThreads(world.db, choice).rows[0]).toMatchObject({ needsAttention: false });
    expect(() => world.command(resolveSend, { actionId, how: 'check' })).toThrow(
      expect.objectContaining({ code: 'not-unsure' }),
    );
  });

  it.each(['the server’s yes', 'the user’s word'])('needs its draft no more after %s', (word) => {
    const world = new World();
    const { actionId, draftId, row } = queueSend(world);
    const place = { mailbox: 'Drafts', uidValidity: 1, uid: 5 };
    world.db.prepare('UPDATE draft SET server_place = ? WHERE id = ?').run(JSON.stringify(place), draftId);
    const { id } = claim(world)!;
    if (word === 'the server’s yes') world.command(confirmAction, { id, moved: [], notice: null });
    else {
      world.command(unsure, { id, error: ERROR, random: 0, lookUp: false });
      world.command(resolveAction, { actionId, how: 'mark-sent' });
    }
    expect(world.all('SELECT id FROM draft')).toEqual([]);
    expect(claim(world)).toMatchObject({ kind: 'mail.file-sent', messageRow: row });
    expect(claim(world)).toBeNull();
    world.run((tx) => tx.db.prepare("UPDATE action SET state = 'done' WHERE state = 'running'").run());
    expect(claim(world)).toMatchObject({ kind: 'mail.draft-discard', payload: { draftId, place } });
  });

  it('says with the mail what is to be known of it although it was sent', () => {
    const world = new World();
    const { threadId } = queueSend(world);
    world.command(confirmAction, { id: claim(world)!.id, moved: [], notice: ERROR });
    expect(getThread(world.db, { id: threadId, limit: 5 })?.items).toMatchObject([
      { sendState: 'sent', error: ERROR },
    ]);
    expect(listOutbox(world.db).map(({ title }) => title)).toEqual(['Keep a copy in Sent']);
  });

  it('is tried later and later, then fails, and goes on at the user’s word', () => {
    const world = new World();
    const { actionId } = queueSend(world);
    const waits: number[] = [];
    for (;;) {
      const action = claim(world);
      if (!action) break;
      world.command(retryLater, { id: action.id, error: ERROR, random: 1 });
      const next = nextDueAt(world.db, world.clock);
      if (next === null) break;
      waits.push(next - world.clock);
      world.clock = next;
    }
    expect(waits.slice(0, 3)).toEqual([5_000, 10_000, 20_000]);
    expect(Math.max(...waits)).toBe(15 * 60_000);
    expect(stateOf(world, actionId)).toBe('failed');
    world.command(retryNow, { actionId });
    expect(claim(world)).toMatchObject({ id: actionId, attempts: 0 });
  });

  it('wakes for what waits although something behind it is due', () => {
    const world = new World();
    queueSend(world, { id: '<one@x>' });
    queueSend(world, { id: '<two@x>' });
    world.db.prepare("UPDATE action SET lane = 'account-mail/send/one-thread'").run();
    world.command(retryLater, { id: claim(world)!.id, error: ERROR, random: 1 });
    expect(claim(world)).toBeNull();
    expect(nextDueAt(world.db, world.clock)).toBeGreaterThan(world.clock);
  });

  it('whose account refuses the password is left alone until the account is changed', () => {
    const world = new World();
    const { actionId } = queueSend(world);
    for (let i = 0; i < 50; i++) {
      world.command(waitForRepair, { id: claim(world)!.id, error: ERROR });
      // Seldom enough for servers that lock an account after a few sign-ins.
      expect(nextDueAt(world.db, world.clock)).toBe(world.clock + 15 * 60_000);
      expect(claim(world)).toBeNull();
      world.clock += 15 * 60_000;
    }
    world.command(waitForRepair, { id: claim(world)!.id, error: ERROR });
    expect(stateOf(world, actionId)).toBe('waiting');
    const server = { host: 'mail.example', port: 993, tls: 'implicit' as const };
    const settings = { username: 'sam', imap: server, smtp: server };
    world.db.prepare('UPDATE account SET settings = ?').run(JSON.stringify(settings));
    world.run((tx) => changeConnection(tx, { id: 'account-mail', name: 'Sam', settings }));
    expect(claim(world)).toMatchObject({ id: actionId, attempts: 0 });
  });

  it('does not count attempts without a network', () => {
    const world = new World();
    const { actionId } = queueSend(world);
    for (let i = 0; i < 50; i++) {
      world.clock += 3_600_000;
      world.command(retryLater, { id: claim(world)!.id, error: ERROR, random: 0, countAttempt: false });
    }
    expect(stateOf(world, actionId)).toBe('waiting');
  });

  it('does not hold up other threads or other actions', () => {
    const world = new World();
    const first = queueSend(world, { id: '<one@x>' });
    const second = queueSend(world, { id: '<two@x>' });
    expect(claim(world)?.id).toBe(first.actionId);
    expect(world.command(claimNext, { exclude: ['account-mail/send'] })).toBeNull();
    expect(world.command(claimNext, { exclude: ['account-mail'] })).toBeNull();
    world.command(fail, { id: first.actionId, error: ERROR });
    expect(claim(world)?.id).toBe(second.actionId);
  });

  /**
   * A server that delivers, and a program that may end at any moment. Each step of the script says how the next
   * attempt goes: where the crash is, if any, and what the server does.
   */
  it('arrives once, or says that it did not, wherever the program crashes', () => {
    const step = fc.record({
      crash: fc.constantFrom('never', 'before-wire', 'on-wire', 'after-delivery', 'before-confirm'),
      server: fc.constantFrom('accepts', 'refuses-now', 'refuses', 'goes-silent-before', 'goes-silent-after'),
      lookUp: fc.constantFrom('tells', 'tells', 'unknown'),
      undo: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (script) => {
        const world = new World();
        const { actionId } = queueSend(world, { hold: 1000 });
        let delivered = 0;
        const calm = { crash: 'never', server: 'accepts', lookUp: 'tells', undo: false } as const;
        for (const now of [...script, ...Array(30).fill(calm)] as typeof script) {
          if (now.undo) world.command(undo, { actionId });
          world.clock += 20 * 60_000;
          const action = claim(world);
          if (!action) continue;
          const { id } = action;
          if (action.lookUp) {
            if (now.crash !== 'never') world.run(recoverActions);
            else if (now.lookUp === 'unknown') world.command(unsure, { id, error: ERROR, random: 0 });
            else if (delivered > 0) world.command(confirm, { id });
            else world.command(provenNotSent, { id });
            continue;
          }
          if (now.crash === 'before-wire') {
            world.run(recoverActions);
            continue;
          }
          world.command(wireStarted, { id });
          if (now.crash === 'on-wire') {
            world.run(recoverActions);
            continue;
          }
          if (now.server === 'accepts' || now.server === 'goes-silent-after') delivered++;
          if (now.crash !== 'never') world.run(recoverActions);
          else if (now.server === 'accepts') world.command(confirm, { id });
          else if (now.server === 'refuses-now') world.command(retryLater, { id, error: ERROR, random: 0 });
          else if (now.server === 'refuses') world.command(fail, { id, error: ERROR });
          else world.command(unsure, { id, error: ERROR, random: 0 });
        }
        const state = stateOf(world, actionId);
        expect(delivered).toBeLessThanOrEqual(1);
        expect(['done', 'cancelled', 'failed', 'unsure']).toContain(state);
        if (state === 'done') expect(delivered).toBe(1);
        if (state === 'cancelled' || state === 'failed') expect(delivered).toBe(0);
        if (state === 'cancelled') expect(world.get('SELECT sending FROM draft')).toEqual({ sending: 0 });
        else if (state !== 'done') expect(listOutbox(world.db)).toHaveLength(1);
      }),
      { numRuns: 150 },
    );
  });
});
