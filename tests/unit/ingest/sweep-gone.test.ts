import { expect, it } from 'vitest';
import { GONE_GRACE_MS } from '#engine/ingest/locations.ts';
import { ingestMail } from '#engine/ingest/mail.ts';
import { expunge, sweepGone } from '#engine/ingest/mailbox.ts';
import { World } from '../threads/support/world.ts';
import { preparedMail } from './support/prepared-mail.ts';

const accountId = 'account-mail';
const mail = preparedMail('hello', {
  uid: 1,
  messageId: '<one@x>',
  subject: 'One',
  date: Date.UTC(2026, 4, 3),
  from: [{ name: '', address: 'ana@example.com' }],
  source: { sha256: 'hello', deflated: Buffer.from('hello'), content: null },
});

/** The inbox had a mail that another program moved away. */
function moved(): World {
  const world = new World();
  world.command(ingestMail, { mailboxId: 'box-inbox', uidValidity: 1, batch: [mail] });
  world.command(expunge, { mailboxId: 'box-inbox', uidValidity: 1, uids: [{ first: 1, last: 1 }] });
  return world;
}
const rows = (world: World) => world.all('SELECT row FROM message').length;

it('keeps what left a mailbox until all others were compared a while after', () => {
  const world = moved();
  const left = world.clock;
  world.clock += 24 * 3_600_000;
  // The computer slept: the others were last compared before the mail went, or hardly after.
  for (const wholeSince of [left - 1000, left, left + GONE_GRACE_MS])
    expect(world.command(sweepGone, { accountId, wholeSince })).toEqual({ deleted: 0, more: false });
  world.command(ingestMail, { mailboxId: 'box-archive', uidValidity: 1, batch: [{ ...mail, uid: 7 }] });
  world.command(sweepGone, { accountId, wholeSince: world.clock });
  expect(rows(world)).toBe(1);
});

it('deletes what no mailbox had, of that account alone', () => {
  const world = moved();
  const wholeSince = world.clock + GONE_GRACE_MS + 1;
  world.command(sweepGone, { accountId: 'another', wholeSince });
  expect(rows(world)).toBe(1);
  expect(world.command(sweepGone, { accountId, wholeSince })).toEqual({ deleted: 1, more: false });
  expect(rows(world)).toBe(0);
});
