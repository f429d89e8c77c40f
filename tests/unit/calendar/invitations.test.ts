import { beforeEach, describe, expect, it } from 'vitest';
import { makeUndo } from '#engine/actions/undo.ts';
import { readCalendar } from '#engine/channels/mail/mime/calendar/calendar-part.ts';
import { completeReply } from '#engine/channels/mail/mime/calendar/reply.ts';
import { answerInvitation, asked, undoAnswer } from '#engine/invitations/answer.ts';
import { insertCalendarPart } from '#engine/invitations/calendar-parts.ts';
import { invitationOf } from '#engine/invitations/view.ts';
import { eraseMessages } from '#engine/privacy/erase-messages.ts';
import type { InvitationAnswer } from '#shared/contract/calendar.ts';
import { preparedMail } from '../ingest/support/prepared-mail.ts';
import { addAccount, type Delivered, ME, type TestMail, World } from '../threads/support/world.ts';
import { ics } from './ics.ts';

const ANA = 'Ana Ribeiro <ana@example.com>';
const MINA = 'Mina <mina@example.com>';

let world: World;
let serial = 0;
const deliver = (source: string, mail: TestMail = {}) => {
  const delivered = world.mail({ from: ANA, ...mail });
  world.run((tx) => insertCalendarPart(tx, delivered.row, 'account-mail', readCalendar(source)!));
  return delivered;
};
const shown = ({ row }: Delivered) => invitationOf(world.db, row)!;
const answerOf = (id: string, status: InvitationAnswer) => {
  const { template, guest } = asked(world.db, id);
  const stamp = world.tick();
  const calendar = readCalendar(completeReply(template, { address: guest.address, name: '', status, stamp }));
  const fields = { uid: 0, subject: status, date: stamp, messageId: `<answer${++serial}@home.example>` };
  const from = [{ name: 'Sam', address: ME }];
  const to = [{ name: '', address: 'ana@example.com' }];
  return preparedMail(status, { ...fields, from, to, calendar });
};
const answer = (id: string, status: InvitationAnswer) =>
  world.command(answerInvitation, { messageId: id, status, mail: answerOf(id, status) });
const guestAnswer = (status: string, sequence = '0') =>
  ics('REPLY', {
    'ATTENDEE;CN=Sam;PARTSTAT=NEEDS-ACTION;RSVP=TRUE': null,
    'ATTENDEE;CN=Mina;PARTSTAT=ACCEPTED': null,
    [`ATTENDEE;PARTSTAT=${status}`]: 'mailto:MINA@example.com',
    SEQUENCE: sequence,
  });
const sends = () =>
  world.all<{ state: string }>("SELECT state FROM action WHERE kind = 'mail.send' ORDER BY id");

beforeEach(() => {
  world = new World();
});

describe('an invitation', () => {
  it('can be answered by a guest, also under an address with a detail', () => {
    expect(shown(deliver(ics('REQUEST')))).toMatchObject({
      ...{ answerable: true, status: 'needs-action', state: 'current', before: null, mine: false },
      tally: { accepted: 1, tentative: 0, declined: 0 },
    });
    const detailed = ics('REQUEST').replace('sam@home', 'Sam+work@home').replace('harbour-17', 'other');
    expect(shown(deliver(detailed)).answerable).toBe(true);
  });

  it.each([
    ['who is no guest', ics('REQUEST').replace('sam@home', 'tom@home'), {}],
    ['who finds it in junk', ics('REQUEST'), { place: 'junk' as const }],
    ['who sent it', ics('REQUEST'), { from: ME, to: ['ana@example.com'] }],
    ['who organises it', ics('REQUEST').replace('ana@example.com', ME), {}],
    ['who only gets to know of it', ics('PUBLISH'), {}],
  ])('cannot be answered by one %s', (_, source, mail) => {
    const delivered = deliver(source, mail);
    expect(shown(delivered).answerable).toBe(false);
    expect(() => asked(world.db, delivered.id)).toThrow(
      expect.objectContaining({ code: 'invitation-not-asked' }),
    );
  });

  it('that was changed says so, and its update what was before', () => {
    const first = deliver(ics('REQUEST'));
    const update = deliver(
      ics('REQUEST', { SEQUENCE: '1', LOCATION: 'Room 9', DTSTAMP: '20261102T080000Z' }),
    );
    expect(shown(first)).toMatchObject({ state: 'updated', answerable: false });
    expect(shown(update)).toMatchObject({
      state: 'current',
      answerable: true,
      before: { location: 'Room 4' },
    });
    expect(Object.keys(shown(update).before!)).toEqual(['location']);
    expect(() => asked(world.db, first.id)).toThrow(expect.objectContaining({ code: 'invitation-outdated' }));
  });

  it('is cancelled by its organiser, and by nobody else', () => {
    const first = deliver(ics('REQUEST'));
    const forged = deliver(ics('CANCEL', { SEQUENCE: '9' }), { from: 'Eve <eve@evil.example>' });
    expect(shown(first).state).toBe('current');
    expect(shown(forged)).toMatchObject({ method: 'cancel', doubtful: true });
    const cancel = deliver(ics('CANCEL', { SEQUENCE: '1' }));
    expect(shown(first)).toMatchObject({ state: 'cancelled', answerable: false });
    expect(shown(cancel)).toMatchObject({ state: 'cancelled', doubtful: false });
    // Called again under a higher number, it takes place after all.
    expect(shown(deliver(ics('REQUEST', { SEQUENCE: '2' }))).state).toBe('current');
  });

  it('is not cancelled by junk, nor as a whole by the end of one occurrence', () => {
    const first = deliver(ics('REQUEST'));
    deliver(ics('CANCEL'), { place: 'junk' });
    deliver(ics('CANCEL', { 'RECURRENCE-ID': '20261201T090000Z' }));
    expect(shown(first).state).toBe('current');
  });

  it('is as it was when the mail that cancelled it is erased', () => {
    const first = deliver(ics('REQUEST'));
    const cancel = deliver(ics('CANCEL', { SEQUENCE: '1' }));
    expect(shown(first).state).toBe('cancelled');
    world.run((tx) => eraseMessages(tx, [cancel.row]));
    expect(shown(first).state).toBe('current');
    expect(world.all('SELECT method FROM calendar_part')).toEqual([{ method: 'request' }]);
  });

  it('of mine shows what guests answered themselves', () => {
    const mine = ics('REQUEST').replace('mailto:ana@example.com', `mailto:${ME}`);
    const sent = deliver(mine, { from: ME, to: [MINA], place: 'sent' });
    const forged = deliver(guestAnswer('DECLINED'), { from: 'Eve <eve@evil.example>' });
    expect(shown(forged).doubtful).toBe(true);
    expect(shown(sent).tally).toEqual({ accepted: 1, tentative: 0, declined: 0 });
    expect(shown(deliver(guestAnswer('DECLINED'), { from: MINA }))).toMatchObject({
      method: 'reply',
      doubtful: false,
    });
    expect(shown(sent)).toMatchObject({ mine: true, tally: { accepted: 0, tentative: 0, declined: 1 } });
    deliver(guestAnswer('TENTATIVE'), { from: MINA });
    expect(shown(sent).tally).toEqual({ accepted: 0, tentative: 1, declined: 0 });
  });

  it('tells every thread that shows the event of what is said later', () => {
    const first = deliver(ics('REQUEST'));
    const later = world.mail({ from: ANA, subject: 'Another subject' });
    expect(later.threadId).not.toBe(first.threadId);
    const changed = world.run((tx) => {
      insertCalendarPart(tx, later.row, 'account-mail', readCalendar(ics('CANCEL'))!);
      return tx.changed.toChange().threads;
    });
    expect(changed).toContain(first.threadId);
  });
});

describe('an answer', () => {
  it('is held, shown, and never queued twice', () => {
    const { id, row } = deliver(ics('REQUEST'));
    const sending = answer(id, 'accepted');
    expect(sending?.holdUntil).toBe(world.clock + 10_000);
    expect(invitationOf(world.db, row)).toMatchObject({
      status: 'accepted',
      waiting: true,
      answerable: true,
    });
    expect(answer(id, 'accepted')).toBeNull();
    expect(sends()).toEqual([{ state: 'held' }]);
  });

  it('is changed before it left: only the last word is sent', () => {
    const { id, row } = deliver(ics('REQUEST'));
    answer(id, 'accepted');
    answer(id, 'declined');
    expect(sends()).toEqual([{ state: 'cancelled' }, { state: 'held' }]);
    expect(invitationOf(world.db, row)).toMatchObject({ status: 'declined', waiting: true });
    expect(world.all('SELECT 1 FROM message WHERE from_me = 1')).toHaveLength(1);
  });

  it('that was sent is followed by another when it is changed, and stands when that one is taken back', () => {
    const { id, row } = deliver(ics('REQUEST'));
    answer(id, 'accepted');
    world.run((tx) => {
      tx.db.prepare("UPDATE action SET state = 'done'").run();
      tx.db.prepare("UPDATE mail SET send_state = 'sent' WHERE send_state IS NOT NULL").run();
    });
    expect(invitationOf(world.db, row)).toMatchObject({ status: 'accepted', waiting: false });
    const changed = answer(id, 'declined')!;
    expect(invitationOf(world.db, row)).toMatchObject({ status: 'declined', waiting: true });
    const undo = makeUndo({ 'custom:answer': undoAnswer });
    expect(world.command(undo, { actionId: changed.actionId })).toEqual({ undone: true, draftId: null });
    expect(invitationOf(world.db, row)).toMatchObject({ status: 'accepted', waiting: false });
    expect(world.all('SELECT 1 FROM message WHERE from_me = 1')).toHaveLength(1);
  });

  it('that could not be sent is given again', () => {
    const { id } = deliver(ics('REQUEST'));
    answer(id, 'accepted');
    world.run((tx) => {
      tx.db.prepare("UPDATE action SET state = 'failed'").run();
      tx.db.prepare("UPDATE mail SET send_state = 'failed' WHERE send_state IS NOT NULL").run();
    });
    expect(answer(id, 'accepted')).not.toBeNull();
    expect(sends()).toEqual([{ state: 'cancelled' }, { state: 'held' }]);
  });

  it('to the version before does not answer an update', () => {
    const { id } = deliver(ics('REQUEST'));
    answer(id, 'accepted');
    const update = deliver(ics('REQUEST', { SEQUENCE: '1' }));
    expect(shown(update)).toMatchObject({ status: 'needs-action', answerable: true });
  });

  it('is sent from the address that was invited, and known where the invitation came to another', () => {
    world.run((tx) => {
      addAccount(tx, 'account-other', 'mail', 'sam@work.example');
      tx.db.prepare("UPDATE account SET provider = 'imap' WHERE id = 'account-other'").run();
    });
    const source = ics('REQUEST').replace('mailto:sam@home.example', 'mailto:Sam+plans@work.example');
    const { id, row } = deliver(source);
    expect(asked(world.db, id).sender).toMatchObject({
      accountId: 'account-other',
      address: 'sam@work.example',
    });
    answer(id, 'accepted');
    expect(invitationOf(world.db, row)).toMatchObject({ status: 'accepted', waiting: true });
    expect(answer(id, 'accepted')).toBeNull();
  });

  it('is not sent from where mail was only imported to', () => {
    world.run((tx) => tx.db.prepare("UPDATE account SET provider = 'local'").run());
    const { id } = deliver(ics('REQUEST'));
    expect(() => asked(world.db, id)).toThrow(expect.objectContaining({ code: 'invitation-not-asked' }));
  });

  it('is not sent from the sample', () => {
    world.run((tx) => tx.db.prepare("UPDATE account SET provider = 'sample'").run());
    const { id } = deliver(ics('REQUEST'));
    expect(() => asked(world.db, id)).toThrow(expect.objectContaining({ code: 'invitation-sample' }));
  });
});
