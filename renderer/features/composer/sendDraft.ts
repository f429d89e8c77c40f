import { tellPlanned, tellSending } from '../../app/acts.ts';
import type { DraftSession } from './DraftSession.ts';
import { forgetSession } from './sessions.ts';

/** Sends a draft, `at` a time if one is given, and shows how long it can be taken back. Throws what the engine refuses. */
export async function sendDraft(session: DraftSession, at: number | null): Promise<void> {
  const sending = await session.send(at);
  forgetSession(session);
  if (at === null) tellSending(sending);
  else tellPlanned(sending);
}
