import { expect, it } from 'vitest';
import { ingestMail } from '#engine/ingest/mail.ts';
import { expunge } from '#engine/ingest/mailbox.ts';
import { World } from '../threads/support/world.ts';
import { preparedMail } from './support/prepared-mail.ts';

const prepared = (uid: number, text: string) =>
  preparedMail(text, {
    uid,
    size: 1000 + text.length,
    internalDate: 0,
    messageId: '<one@x>',
    subject: 'One',
    date: uid,
    from: [{ name: '', address: 'ana@example.com' }],
    source: { sha256: text, deflated: Buffer.from(text), content: null },
  });

/** A mail arrives and goes, and then one with the same Message-ID comes; returns the texts that are kept. */
function kept(first: string, second: string): string[] {
  const world = new World();
  const at = { mailboxId: 'box-inbox', uidValidity: 1 };
  world.command(ingestMail, { ...at, batch: [prepared(1, first)] });
  world.command(expunge, { ...at, uids: [{ first: 1, last: 1 }] });
  world.command(ingestMail, { ...at, batch: [prepared(2, second)] });
  return world
    .all<{ text: string }>('SELECT source_sha256 AS text FROM mail ORDER BY message_row')
    .map(({ text }) => text);
}

it('is what comes back with the same source', () => {
  expect(kept('hello', 'hello')).toEqual(['hello']);
});

it('is not another text under the same Message-ID', () => {
  expect(kept('hello', 'good morning')).toEqual(['hello', 'good morning']);
});
