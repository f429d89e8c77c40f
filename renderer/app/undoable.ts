/** What can be taken back, the newest last: each act from its keystroke on, however long its notice is shown. */
interface Undoable {
  /** Null when nothing came of the act. */
  actionId: Promise<string | null>;
  /** The id, once it is known. */
  known: string | null;
  /** When it is too late; milliseconds since the epoch, null for never. */
  until: number | null;
}

const MOST = 50;
let acts: Undoable[] = [];

function add(undoable: Undoable): void {
  acts = [...acts.slice(1 - MOST), undoable];
}

/** An act that was begun just now: taking it back waits until it is done. */
export function noteAct(act: Promise<{ actionId: string }>): void {
  const undoable: Undoable = { actionId: Promise.resolve(null), known: null, until: null };
  undoable.actionId = act.then(
    ({ actionId }) => {
      undoable.known = actionId;
      return actionId;
    },
    () => {
      acts = acts.filter((one) => one !== undoable);
      return null;
    },
  );
  add(undoable);
}

/** An action that is done, or held `until` (milliseconds since the epoch). One that is noted already is not again. */
export function noteAction(actionId: string, until: number | null): void {
  if (acts.some(({ known }) => known === actionId)) return;
  add({ actionId: Promise.resolve(actionId), known: actionId, until });
}

/** It was taken back in another way. */
export function forgetAction(actionId: string): void {
  acts = acts.filter(({ known }) => known !== actionId);
}

const standing = (now: number) => acts.filter(({ until }) => until === null || until > now);

/** Whether there is anything to take back. */
export function isUndoable(now = Date.now()): boolean {
  return standing(now).length > 0;
}

/** Takes the newest from the list and resolves to its id once it is done; null when nothing came of it. */
export async function takeLast(now = Date.now()): Promise<string | null> {
  acts = standing(now);
  return (await acts.pop()?.actionId) ?? null;
}
