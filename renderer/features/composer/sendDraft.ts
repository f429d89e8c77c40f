import { tellSending } from '../../app/acts.ts';
import type { DraftSession } from './DraftSession.ts';
import { forgetSession } from './sessions.ts';

/** Sends a draft and shows how long it can still be taken back. Throws what the engine refuses. */
export async function sendDraft(session: DraftSession): Promise<void> {
  const sending = await session.send();
  forgetSession(session);
  tellSending(sending);
}
