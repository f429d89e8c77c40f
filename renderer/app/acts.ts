/** What the user does to threads: one call, one toast with a way back, the next thread shown. */
import { cachedRow } from './cachedThreads.ts';
import { engine } from './engine.ts';
import { toErrorInfo } from './errors.ts';
import { formatWhen } from './format.ts';
import { type SentAway, sendAway, type ThreadAct } from './leaving.ts';
import { listControl } from './listControl.ts';
import { queryClient } from './queryClient.ts';
import { type AppState, useApp } from './store.ts';
import { strings } from './strings/index.ts';
import { forgetAction, noteAct, takeLast } from './undoable.ts';
import { narrowWindow } from './useMedia.ts';
import { inInbox, leaveWindow, openOwnDraft, stay } from './windows.ts';

/** Acts after which a thread is usually no longer in the place that shows it. */
const leaving: ReadonlySet<ThreadAct> = new Set([
  'archive',
  'inbox',
  'trash',
  'junk',
  'move',
  'later',
  'mute',
]);
const briefMs = 4000;
const quiet: ReadonlySet<ThreadAct> = new Set(['read', 'star', 'unstar']);

/** Shows what went wrong in a toast that stays long enough to be read. */
export function tellError(error: unknown): void {
  const info = toErrorInfo(error);
  useApp.getState().toast({ text: info.message, tone: 'danger', error: info });
}

/** Says in a toast that goes away soon what was done. */
export function tellBriefly(text: string): void {
  useApp.getState().toast({ text, until: Date.now() + briefMs });
}

/** Shows how long what is being sent can still be taken back. `holdUntil`: milliseconds since the epoch. */
export function tellSending({ actionId, holdUntil }: { actionId: string; holdUntil: number }): void {
  const seconds = Math.ceil((holdUntil - Date.now()) / 1000);
  if (seconds <= 0) {
    tellBriefly(strings.composer.queued);
    return;
  }
  useApp.getState().toast({
    text: strings.composer.sendingIn(seconds),
    undoActionId: actionId,
    until: holdUntil,
    countdown: true,
  });
}

/** An action is taken back: nothing offers to take it back again. */
function dismissUndo(actionId: string): void {
  const app = useApp.getState();
  forgetAction(actionId);
  const toast = app.toasts.find((entry) => entry.undoActionId === actionId);
  if (toast) app.dismissToast(toast.id);
}

/** Says when a message goes out that waits for its time. */
export function tellPlanned({ actionId, holdUntil }: { actionId: string; holdUntil: number }): void {
  useApp.getState().toast({ text: strings.when.planned(formatWhen(holdUntil)), undoActionId: actionId });
}

/**
 * Sends what waits for its time at another one, or now (null). It is written anew with that date, so it is a draft for
 * a moment; where the sending is refused it stays one.
 */
export async function sendAtAnotherTime(actionId: string, at: number | null): Promise<void> {
  dismissUndo(actionId);
  try {
    const { draftId } = await engine.actions.undo({ actionId });
    const draft = draftId && (await engine.drafts.get({ id: draftId }));
    if (!draft) {
      tellBriefly(strings.acts.notUndone);
      return;
    }
    const { id, revision, remindAt } = draft;
    const sending = await engine.drafts.send({ id, revision, at: at ?? Date.now(), remindAt });
    if (at === null) tellBriefly(strings.composer.queued);
    else tellPlanned(sending);
  } catch (error) {
    tellError(error);
  }
}

/** Takes back what waits for its time and leaves it among the drafts. */
export async function keepAsDraft(actionId: string): Promise<void> {
  dismissUndo(actionId);
  try {
    const { undone } = await engine.actions.undo({ actionId });
    tellBriefly(undone ? strings.when.keptAsDraft : strings.acts.notUndone);
  } catch (error) {
    tellError(error);
  }
}

/** Shows the thread after those that go, where one of them was open or under the cursor. */
function passOn(ids: string[]): void {
  const next = listControl().neighbour(ids);
  const { threadId, cursorId, openThread, setCursor, clearChecked } = useApp.getState();
  if (threadId && ids.includes(threadId)) {
    const narrow = window.matchMedia(narrowWindow).matches;
    openThread(narrow ? null : next);
  }
  if (cursorId && ids.includes(cursorId)) setCursor(next);
  clearChecked();
}

/** What some acts need: where a move goes, and its name; until when, in milliseconds since the epoch. */
export type ActTarget = { mailboxId: string; name: string } | { until: number };

/** Whether the threads leave the place that shows them; what is put away again stays in Later. */
function leaves(act: ThreadAct, { place }: AppState): boolean {
  return leaving.has(act) && !(act === 'later' && place.kind === 'view' && place.view === 'later');
}

function wordsOf(act: ThreadAct, n: number, target: ActTarget | null): string {
  if (act === 'later' || act === 'remind')
    return strings.when.acted[act](n, formatWhen(target && 'until' in target ? target.until : Date.now()));
  return target && 'name' in target ? strings.acts.moved(n, target.name) : strings.acts[act](n);
}

const sendsLater = (id: string) => (cachedRow(id)?.sendsAt ?? null) !== null;

/** Performs one act on some threads. `sure`: what waits there for its time was asked about. */
export async function actOnThreads(
  ids: string[],
  act: ThreadAct,
  target: ActTarget | null = null,
  sure = false,
): Promise<void> {
  if (ids.length === 0) return;
  const app = useApp.getState();
  if (!sure && (act === 'trash' || act === 'junk') && ids.some(sendsLater)) {
    app.showOverlay({ kind: 'planned', ids, act });
    return;
  }
  let away: SentAway | null = null;
  if (leaves(act, app) && inInbox()) {
    passOn(ids);
    away = sendAway(queryClient, ids, act);
  }
  try {
    const acting = engine.threads.act({
      ids,
      act,
      mailboxId: target && 'mailboxId' in target ? target.mailboxId : null,
      until: target && 'until' in target ? target.until : null,
    });
    noteAct(acting);
    const { actionId } = await acting;
    away?.done();
    if (act === 'unread') app.set({ keptUnread: app.threadId });
    if (!quiet.has(act) || ids.length > 1) {
      app.toast({ text: wordsOf(act, ids.length, target), undoActionId: actionId });
    }
    // A window of this thread alone is done with it.
    if (leaves(act, app) && !inInbox()) void leaveWindow();
  } catch (error) {
    away?.failed();
    tellError(error);
  }
}

/** Marks a thread as read that was looked at: nothing the user did, so nothing that `z` takes back. */
export async function markSeen(id: string): Promise<void> {
  await engine.threads.act({ ids: [id], act: 'read', mailboxId: null }).catch(tellError);
}

/** Stars one message or takes its star away. */
export async function starMessage(id: string, starred: boolean): Promise<void> {
  try {
    const { actionId } = await engine.messages.star({ id, starred });
    useApp.getState().toast({ text: strings.acts[starred ? 'star' : 'unstar'](1), undoActionId: actionId });
  } catch (error) {
    tellError(error);
  }
}

/** Takes back what was done last. */
export async function undoLast(): Promise<void> {
  const actionId = await takeLast();
  if (actionId !== null) await undoAction(actionId);
}

/** Takes back an action; a message that was held comes back as a draft in the composer. */
export async function undoAction(actionId: string, done = strings.acts.undone): Promise<void> {
  stay();
  dismissUndo(actionId);
  try {
    const { undone, draftId } = await engine.actions.undo({ actionId });
    tellBriefly(undone ? done : strings.acts.notUndone);
    if (!undone || !draftId) return;
    const draft = await engine.drafts.get({ id: draftId });
    if (draft) openDraft(draft);
  } catch (error) {
    tellError(error);
  }
}

/** Opens a message that waits for its time, which it loses: whoever edits it says anew when it goes. */
export const editPlanned = (actionId: string) => undoAction(actionId, strings.when.editing);

type How = Parameters<typeof engine.outbox.resolve>[0]['how'];

/** Does with a send in doubt what the user says, and tells what came of it. */
export async function resolveSend(actionId: string, how: How): Promise<void> {
  const { found } = await engine.outbox.resolve({ actionId, how });
  const { unsure } = strings.outbox;
  const text = how === 'check' ? unsure.found[found ?? 'later'] : unsure.said[how];
  useApp.getState().toast({ text, until: Date.now() + 6000 });
}

/** Shows a draft where it belongs: in its thread's composer, or in the conversation's place. */
export function openDraft(draft: { id: string; threadId: string | null }): void {
  const app = useApp.getState();
  if (!inInbox() && (!draft.threadId || draft.threadId !== app.threadId)) {
    openOwnDraft(draft.id);
  } else if (draft.threadId) {
    // The outbox shows no threads.
    if (app.place.kind === 'outbox') app.goTo({ kind: 'view', view: 'all' });
    app.openThread(draft.threadId);
    app.set({ resumeDraft: { id: draft.id, threadId: draft.threadId } });
  } else {
    // Where the outbox was it is no more.
    if (app.place.kind === 'outbox') app.goTo({ kind: 'drafts' });
    app.set({ newDraft: { draftId: draft.id }, narrowPane: 'conversation' });
  }
}
