import { expect, it } from 'vitest';
import { getThread } from '#engine/threads/thread-view.ts';
import { ME, World } from '../threads/support/world.ts';

it('answers imported mail from an account that can send, and from none where there is none', () => {
  const world = new World();
  world.db.exec(`INSERT INTO account (id, channel, provider, address, name, settings, created_at)
    VALUES ('old', 'mail', 'local', 'Imported mail', '', '{}', 0)`);
  const { threadId: id } = world.mail({ account: 'old', from: 'Ana Ribeiro <ana@example.com>' });
  const ways = () =>
    getThread(world.db, { id, limit: 10 })?.replyChannels.filter(({ channel }) => channel === 'mail');
  expect(ways()).toMatchObject([{ from: ME, to: [{ address: 'ana@example.com' }] }]);
  world.db.exec("DELETE FROM account WHERE id = 'account-mail'");
  expect(ways()).toEqual([]);
});
