import { expect, it } from 'vitest';
import type { MailRuntime } from '#engine/accounts/mail-runtime.ts';
import type { ClaimedAction } from '#engine/actions/claim.ts';
import { MailError } from '#engine/channels/mail/errors.ts';
import type { MoveResult } from '#engine/channels/mail/imap/remote-effects.ts';
import { type EffectPorts, MailEffects } from '#engine/outbox/effects.ts';

/** An archiving of the message with UID 1 on a server that answers `result`; `synced` ends the sync it asked for. */
function archive(result: MoveResult | MailError) {
  let synced = () => {};
  let syncs = 0;
  const imap = {
    remote: {
      move: async () => {
        if (result instanceof MailError) throw result;
        return result;
      },
    },
    syncNow: () => {
      syncs++;
      return new Promise<void>((resolve) => (synced = resolve));
    },
  };
  const ports = {
    store: { read: async () => ({ id: 'box-archive', path: 'Archive' }) },
    mail: () => ({ imap }) as unknown as MailRuntime,
    isLocal: async () => false,
  } as unknown as EffectPorts;
  const { effects } = new MailEffects(ports);
  const location = { mailboxId: 'box-inbox', path: 'INBOX', uid: 1, uidValidity: 7, flags: '' };
  const action: ClaimedAction = {
    id: 'a1',
    kind: 'mail.move',
    accountId: 'account',
    track: 'account/state',
    payload: { to: { role: 'archive' }, from: 'inbox' },
    messageRow: null,
    attempts: 0,
    lookUp: false,
    targets: [{ messageRow: 1, messageId: '<one@x>', locations: [location] }],
    unplaced: false,
  };
  return {
    attempt: (change: Partial<ClaimedAction> = {}) =>
      effects['mail.move']({ ...action, ...change }, async () => {}),
    syncEnds: async () => {
      synced();
      await Promise.resolve();
    },
    syncs: () => syncs,
  };
}

const LOOKING = { outcome: 'retry', offline: true, error: { code: 'message-elsewhere' } };

it('looks for a message that is not where it was, and is done when a whole sync found it nowhere', async () => {
  const { attempt, syncEnds, syncs } = archive({ uidValidity: null, moved: [], missing: [1] });
  expect(await attempt()).toMatchObject(LOOKING);
  const gone = { targets: [], unplaced: true };
  expect(await attempt(gone)).toMatchObject(LOOKING);
  expect(syncs()).toBe(1);
  await syncEnds();
  expect(await attempt(gone)).toEqual({ outcome: 'done', moved: [] });
});

it('gives up a mailbox that is not there only when a whole sync found it nowhere', async () => {
  const { attempt, syncEnds, syncs } = archive(new MailError('mailbox-missing', 'Gone.', 'Look.'));
  const looking = { outcome: 'retry', offline: true, error: { code: 'mailbox-missing' } };
  expect(await attempt()).toMatchObject(looking);
  expect(await attempt()).toMatchObject(looking);
  expect(syncs()).toBe(1);
  await syncEnds();
  expect(await attempt()).toMatchObject({ outcome: 'failed', error: { code: 'mailbox-missing' } });
});
