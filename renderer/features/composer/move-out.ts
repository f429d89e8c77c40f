import { tellError } from '../../app/acts.ts';
import { openWindow } from '../../app/windows.ts';
import { claim, offer, release, sendTyped } from './claims.ts';
import type { DraftSession } from './DraftSession.ts';
import { forgetSession } from './sessions.ts';

/** How long keys are caught for the other window, should this one stay in front; in milliseconds. */
const CATCH_MS = 1500;

/** Catches what is typed from now on, until the other window is in front. */
function catchKeys(): Promise<string> {
  let typed = '';
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.key.length === 1) typed += event.key;
    else if (event.key === 'Enter') typed += '\n';
    else if (event.key === 'Backspace') typed = typed.slice(0, -1);
  };
  window.addEventListener('keydown', onKeyDown, { capture: true });
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      window.removeEventListener('blur', finish);
      window.removeEventListener('keydown', onKeyDown, { capture: true });
      resolve(typed);
    };
    const timer = setTimeout(finish, CATCH_MS);
    window.addEventListener('blur', finish);
  });
}

/**
 * Goes on with a draft in a window of its own. It is written here until that window can take it; what is typed while it
 * goes over is typed there. `key`: what its claim is named by, when that is not its own id.
 */
export async function moveOut(
  session: DraftSession,
  { key, onMoved }: { key: string | null; onMoved: () => void },
): Promise<void> {
  try {
    const { id } = await session.flush();
    const name = key ?? id;
    await claim(name);
    offer(name, async () => {
      const typed = catchKeys();
      await session.flush();
      session.end();
      forgetSession(session);
      release(name);
      onMoved();
      void typed.then((text) => {
        if (text !== '') sendTyped(name, text);
      });
    });
    openWindow({ kind: 'draft', draftId: id });
  } catch (error) {
    tellError(error);
  }
}
