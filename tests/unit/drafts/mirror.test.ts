import { expect, it } from 'vitest';
import { claimNext } from '#engine/actions/claim.ts';
import { retryLater } from '#engine/actions/lifecycle.ts';
import { listOutbox } from '#engine/actions/outbox.ts';
import { saveAndMirror } from '#engine/drafts/mirror.ts';
import { getDraftRow } from '#engine/store/repositories/drafts.ts';
import { placeCounts } from '#engine/threads/queries.ts';
import { World } from '../threads/support/world.ts';
import { ANA, draft } from './support.ts';

it('a copy for the server that waits for a pause is nothing the user did, however long they type; one that cannot go is', () => {
  const world = new World();
  const id = draft(world);
  const type = (text: string) =>
    world.command(saveAndMirror, {
      ...{ id, channel: 'mail', accountId: 'account-mail', to: [ANA], cc: [], bcc: [], subject: 'Roof' },
      ...{ text, html: null, quote: '', senderId: null, signature: true, deliveryReport: false },
      remindAt: 5,
    });
  type('R');
  for (let minute = 0; minute < 3; minute++) {
    world.clock += 60_000;
    type('Re');
  }
  expect(getDraftRow(world.db, id)).toMatchObject({ text: 'Re', remind_at: 5 });
  expect(listOutbox(world.db)).toEqual([]);
  expect(placeCounts(world.db)).toMatchObject({ outbox: 0, outboxPlanned: 0 });

  world.clock += 60_000;
  const action = world.command(claimNext, { exclude: [] })!;
  const error = { code: 'offline', message: 'Offline.', advice: '', detail: null };
  world.command(retryLater, { id: action.id, error, random: 0 });
  expect(listOutbox(world.db)).toMatchObject([{ state: 'waiting' }]);
  expect(placeCounts(world.db)).toMatchObject({ outbox: 1 });
});
