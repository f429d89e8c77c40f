import { recordAction } from '#engine/actions/journal.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import { ME, type World } from '../threads/support/world.ts';

export const ERROR = { code: 'x', message: 'It did not work.', advice: 'Wait.', detail: null };

/** A mail in the outbox as the composer leaves it there. */
export function queueSend(world: World, options: { hold?: number; id?: string } = {}) {
  const sent = world.mail({
    from: ME,
    to: ['ana@example.com'],
    id: options.id ?? '<send@x>',
    subject: 'Plan',
  });
  const draftId = `draft-${sent.row}`;
  const actionId = world.run((tx) => {
    tx.db
      .prepare(
        `INSERT INTO draft (id, channel, thread_id, mode, recipients, subject, text, quote, message_id, revision,
           saved_at, sending) VALUES (?, 'mail', ?, 'new', '{}', 'Plan', 'Text', '', '<send@x>', 1, 0, 1)`,
      )
      .run(draftId, sent.threadId);
    tx.db.prepare("UPDATE mail SET send_state = 'queued' WHERE message_row = ?").run(sent.row);
    const id = recordAction(tx, {
      kind: 'mail.send',
      accountId: 'account-mail',
      title: 'Message to ana@example.com',
      payload: { draftId, messageId: '<send@x>' },
      undo: { kind: 'send', draftId },
      messageRow: sent.row,
      threadId: sent.threadId,
      holdUntil: options.hold === undefined ? null : tx.now() + options.hold,
    });
    refreshThreads(tx);
    return id;
  });
  return { ...sent, actionId, draftId };
}

export function stateOf(world: World, actionId: string): string {
  return world.get<{ state: string }>('SELECT state FROM action WHERE id = ?', actionId).state;
}
