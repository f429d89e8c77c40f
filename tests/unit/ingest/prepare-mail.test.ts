import { expect, test } from 'vitest';
import { condense } from '#engine/channels/mail/mime/condense.ts';
import { parseMessage } from '#engine/channels/mail/mime/parse.ts';
import { prepareMail } from '#engine/ingest/prepare-mail.ts';
import { mail } from '../mime/fixture.ts';

type Prepare = typeof prepareMail;

test.each([
  ['Precedence: bulk', true],
  ['Auto-Submitted: auto-generated', true],
  ['List-Unsubscribe: <https://shop.example/off?u=1>', true],
  ['Auto-Submitted: no', false],
  ['Precedence: first-class', false],
  ['X-Mailer: Quay', false],
])('whether %s says that a program wrote it, or that it went to many: %s', async (field, expected) => {
  const source = mail('From: ana@example.org', field, '', 'Harbour opens at nine.');
  const parsed = await condense(source, await parseMessage(source), false);
  const incoming = { parsed, source: null, outline: null } as unknown as Parameters<Prepare>[0];
  const prepared = await prepareMail(incoming, null as unknown as Parameters<Prepare>[1]);
  expect(prepared.automatic).toBe(expected);
});
