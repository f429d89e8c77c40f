/** Drafts that are sent in a world of the threads' tests. */
import { type SendTimes, sendMailDraft } from '#engine/drafts/send.ts';
import { insertDraft } from '#engine/store/repositories/drafts.ts';
import { preparedMail } from '../ingest/support/prepared-mail.ts';
import { ME, type World } from '../threads/support/world.ts';

export const ANA = { name: 'Ana Ribeiro', address: 'ana@example.com' };

export function draft(world: World, channel: 'mail' | 'sms' = 'mail'): string {
  return world.run((tx) =>
    insertDraft(tx, {
      ...{ channel, accountId: channel === 'mail' ? 'account-mail' : 'account-text', threadId: null },
      ...{
        answers: null,
        mode: 'new',
        to: [ANA],
        cc: [],
        bcc: [],
        subject: 'Roof',
        text: 'Ready?',
        quote: '',
        html: null,
        senderId: null,
      },
      messageId: '<later@x>',
    }),
  );
}

export function sendMail(world: World, draftId: string, times: SendTimes) {
  const mail = preparedMail('Ready?', {
    ...{ uid: 0, messageId: '<later@x>', from: [{ name: 'Sam', address: ME }], to: [ANA], subject: 'Roof' },
    ...{ date: Math.max(world.clock, times.at ?? 0), references: ['<a@x>'], inReplyTo: '<a@x>' },
  });
  return world.command(sendMailDraft, { draftId, revision: 1, mail, ...times });
}

/** The action that sends a new draft. */
export const sendDraft = (world: World, times: SendTimes): string =>
  sendMail(world, draft(world), times).actionId;
