/** Answering invitations, from a card and from the palette. */
import type { InvitationAnswer } from '#shared/contract/calendar.ts';
import type { Thread } from '#shared/contract/threads.ts';
import type { MailItem } from '#shared/contract/timeline.ts';
import { tellError, tellSending } from './acts.ts';
import { engine } from './engine.ts';

/** The newest mail of a thread whose invitation can be answered; `null` when there is none. */
export function openInvitation(thread: Pick<Thread, 'items'> | null): MailItem | null {
  const found = thread?.items.findLast((item) => item.kind === 'mail' && item.invitation?.answerable);
  return found?.kind === 'mail' ? found : null;
}

/** Answers by mail and shows how long that can be taken back. */
export async function answerInvitation(messageId: string, status: InvitationAnswer): Promise<void> {
  try {
    const { sending } = await engine.invitations.answer({ messageId, status });
    if (sending) tellSending(sending);
  } catch (error) {
    tellError(error);
  }
}
