import { expect, it } from 'vitest';
import { changeConnection } from '#engine/accounts/change.ts';
import { finishReset, rematch, resetMailbox } from '#engine/ingest/mailbox.ts';
import { World } from '../threads/support/world.ts';

const OLD = {
  username: 'sam',
  imap: { host: 'old.example', port: 993, tls: 'implicit' },
  smtp: { host: 'old.example', port: 465, tls: 'implicit' },
  ca: null,
};
const UIDVALIDITY = 7;

/** A mailbox with two mails in the inbox and one in the archive, all with their UIDs. */
function synced() {
  const world = new World();
  const kept = world.mail({ id: '<kept@x>' });
  const lost = world.mail({ id: '<lost@x>' });
  const archived = world.mail({ id: '<archived@x>', place: 'archive' });
  world.run((tx) => {
    tx.db.prepare('UPDATE mailbox SET uidvalidity = ?').run(UIDVALIDITY);
    tx.db.prepare("UPDATE account SET settings = ? WHERE id = 'account-mail'").run(JSON.stringify(OLD));
  });
  return { world, kept, lost, archived };
}

const change = (world: World, part: object) =>
  world.command(changeConnection, { id: 'account-mail', name: 'Sam', settings: { ...OLD, ...part } });
const located = (world: World) =>
  world.get<{ n: number }>("SELECT count(*) AS n FROM mail_location WHERE mailbox_id LIKE 'box-%'").n;
const placeOf = (world: World, row: number) =>
  world.get<{ place: string }>('SELECT place FROM message WHERE row = ?', row).place;

/** What a sync does with a mailbox in which it finds one of the messages again. */
function compare(world: World, mailboxId: string, messageId: string): void {
  world.command(resetMailbox, { mailboxId, uidValidity: UIDVALIDITY });
  const found = { uid: 1, flags: [], modseq: null, messageId, size: 1000, internalDate: 0, emailId: null };
  world.command(rematch, { mailboxId, uidValidity: UIDVALIDITY, summaries: [found] });
  world.command(finishReset, { mailboxId, uidValidity: UIDVALIDITY });
}

it('keeps every UID when only the password, the sending server or the encryption changed', () => {
  const { world } = synced();
  change(world, { smtp: { ...OLD.smtp, host: 'smtp.new.example' }, imap: { ...OLD.imap, tls: 'starttls' } });
  expect(located(world)).toBe(3);
  expect(world.get("SELECT name FROM account WHERE id = 'account-mail'")).toEqual({ name: 'Sam' });
});

it.each([
  { imap: { ...OLD.imap, host: 'new.example' } },
  { imap: { ...OLD.imap, port: 1143 } },
  { username: 'sue' },
])('with another mailbox behind it, trusts no UID even under the same UIDVALIDITY: %j', (part) => {
  const { world, kept, lost, archived } = synced();
  change(world, part);
  expect(located(world)).toBe(0);
  expect([kept, lost, archived].map(({ row }) => placeOf(world, row))).toEqual(['inbox', 'inbox', 'archive']);
});

it('keeps what waits in its place until every mailbox was compared', () => {
  const { world, kept, lost, archived } = synced();
  change(world, { imap: { ...OLD.imap, host: 'new.example' } });
  for (const id of ['box-sent', 'box-trash', 'box-junk', 'box-none']) compare(world, id, '<nobody@x>');
  compare(world, 'box-inbox', '<kept@x>');
  expect([kept, lost, archived].map(({ row }) => placeOf(world, row))).toEqual(['inbox', 'inbox', 'archive']);
  compare(world, 'box-archive', '<archived@x>');
  expect([kept, lost, archived].map(({ row }) => placeOf(world, row))).toEqual(['inbox', 'gone', 'archive']);
});
