import { expect, it } from 'vitest';
import { finishReset, resetMailbox } from '#engine/ingest/mailbox.ts';
import { World } from '../threads/support/world.ts';

it('a copy that no comparison found again has no say in what the other copy shows', () => {
  const world = new World();
  const { row } = world.mail({ unread: false });
  world.db.prepare("UPDATE mail_location SET flags = '\\Seen'").run();
  world.db
    .prepare("INSERT INTO mail_location (mailbox_id, uid, message_row) VALUES ('box-archive', 1, ?)")
    .run(row);
  world.command(resetMailbox, { mailboxId: 'box-inbox', uidValidity: 2 });
  world.command(finishReset, { mailboxId: 'box-inbox', uidValidity: 2 });
  expect(world.get('SELECT place, unread FROM message WHERE row = ?', row)).toEqual({
    place: 'archive',
    unread: 1,
  });
});
