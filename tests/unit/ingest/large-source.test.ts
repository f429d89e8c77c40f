import { expect, it } from 'vitest';
import { accountOverview } from '#engine/accounts/list.ts';
import { putFetched } from '#engine/ingest/attachment-rows.ts';
import { commitLargeSource, ingestMail } from '#engine/ingest/mail.ts';
import type { PreparedAttachment } from '#engine/ingest/prepared-mail.ts';
import { fileOnServer, readingQueries } from '#engine/reading/stored-mail.ts';
import { World } from '../threads/support/world.ts';
import { preparedMail } from './support/prepared-mail.ts';

const file = (filename: string, sha256: string | null, partIndex: number): PreparedAttachment => ({
  ...{ partIndex, filename, contentType: 'application/pdf', contentId: null, size: 9, sha256, inline: false },
});

it('brings the rest of the text and the files under the names they were shown with', () => {
  const world = new World();
  const at = { mailboxId: 'box-inbox', uidValidity: 1 };
  const head = {
    ...{ uid: 7, messageId: '<large@x>', subject: 'Plans', date: 1 },
    from: [{ name: '', address: 'ana@example.com' }],
  };
  const outline = [
    { ...file('plan.pdf', null, 0), section: '2' },
    { ...file('cost.pdf', null, 1), section: '3' },
  ];
  const beginning = preparedMail('The beginning', {
    ...{ ...head, source: null, attachments: outline },
  });
  world.command(ingestMail, { ...at, batch: [beginning] });
  const partial = () =>
    accountOverview(world.db)
      .flatMap(({ mailboxes }) => mailboxes)
      .filter((mailbox) => mailbox.partial > 0)
      .map((mailbox) => [mailbox.id, mailbox.partial]);
  expect(partial()).toEqual([['box-inbox', 1]]);
  const ids = () =>
    world.all<{ id: string; filename: string }>('SELECT id, filename FROM attachment ORDER BY part_index');
  const [plan, cost] = ids();

  // One of them was fetched by itself meanwhile.
  const content = { id: 'file', key: Buffer.alloc(32), size: 11, sha256: 'f' };
  expect(world.command(putFetched, { id: plan!.id, content })).toBe(true);
  expect(world.command(putFetched, { id: plan!.id, content })).toBe(false);
  expect(fileOnServer(world.db, plan!.id)).toBeNull();
  expect(fileOnServer(world.db, cost!.id)).toMatchObject({ uid: 7, mailboxId: 'box-inbox', section: '3' });

  const { body } = preparedMail('The beginning and the end', head);
  const whole = [file('cost.pdf', 'c', 0), file('plan.pdf', 'p', 1), file('more.pdf', 'm', 2)];
  world.command(commitLargeSource, {
    ...{ ...at, uid: 7, source: { sha256: 'whole', deflated: Buffer.from('x'), content: null } },
    derived: { body, attachments: whole, warnings: [], claims: null, calendar: null, report: null },
  });
  expect(world.get<{ text: string }>('SELECT text FROM body').text).toBe('The beginning and the end');
  expect(partial()).toEqual([]);
  expect(ids().slice(0, 2)).toEqual([cost, plan]);
  expect(ids()).toHaveLength(3);
  expect(readingQueries['reading.attachment'](world.db, plan!.id)).toMatchObject({
    filename: 'plan.pdf',
    partIndex: 1,
    file: null,
    section: null,
  });
  expect(world.all('SELECT id FROM content')).toEqual([]);
});
