import { expect, it } from 'vitest';
import { finishReset, resetMailbox, upsertMailboxes } from '#engine/ingest/mailbox.ts';
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

it('a mailbox that another program renamed keeps its messages where they are, and those inside it', () => {
  const world = new World();
  const { row } = world.mail({});
  const listed = (path: string) => ({
    ...{ path, delimiter: '/', specialUse: null, subscribed: true, selectable: true },
  });
  const paths = () => world.all('SELECT id, path FROM mailbox ORDER BY path');
  world.command(upsertMailboxes, { accountId: 'account-mail', listed: ['inbox', 'inbox/a'].map(listed) });
  const [, inner] = paths() as { id: string }[];
  const renamed = [{ ...listed('New'), renamedFrom: 'inbox' }, listed('New/a')];
  world.command(upsertMailboxes, { accountId: 'account-mail', listed: renamed });
  expect(paths()).toEqual([
    { id: 'box-inbox', path: 'New' },
    { id: inner?.id, path: 'New/a' },
  ]);
  expect(world.all('SELECT message_row FROM mail_location')).toEqual([{ message_row: row }]);
});
