import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import type { DraftSession } from './DraftSession.ts';
import { forgetSession } from './sessions.ts';

const afterwardsMs = 4000;

/** Sends a draft and shows how long it can still be taken back. Throws what the engine refuses. */
export async function sendDraft(session: DraftSession): Promise<void> {
  const { actionId, holdUntil } = await session.send();
  forgetSession(session);
  const seconds = Math.ceil((holdUntil - Date.now()) / 1000);
  const app = useApp.getState();
  if (seconds > 0) {
    app.toast({
      text: strings.composer.sendingIn(seconds),
      undoActionId: actionId,
      until: holdUntil,
      countdown: true,
    });
  } else {
    app.toast({ text: strings.composer.queued, until: Date.now() + afterwardsMs });
  }
}
