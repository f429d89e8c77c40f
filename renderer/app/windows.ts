/** Which window this is, and what it does by way of the other ones. */
import type { ShellCommand, WindowNotice, WindowRequest } from '#shared/contract/bridge.ts';
import type { Address, Channel } from '#shared/contract/model.ts';
import {
  formatWindowContent,
  readWindowContent,
  type WindowContent,
} from '#shared/contract/window-content.ts';
import { bridge } from './bridge.ts';
import { type Toast, useApp } from './store.ts';

/** What this window shows, as its address says it now. */
export function windowContent(): WindowContent {
  return readWindowContent(globalThis.location?.hash ?? '');
}

/** Whether this window shows the inbox and all other places. */
export function inInbox(): boolean {
  return windowContent().kind === 'main';
}

export function openWindow(what: WindowRequest): void {
  bridge()?.openWindow(what);
}

/** Shows a draft in a window that shows nothing else: in this one, where that is what it is for. */
export function openOwnDraft(draftId: string): void {
  if (windowContent().kind === 'thread') {
    openWindow({ kind: 'draft', draftId });
    return;
  }
  history.replaceState(null, '', `#${formatWindowContent({ kind: 'draft', draftId })}`);
  location.reload();
}

/** A new message in its own window. */
export function blankMail(channel: Channel, to: Address[]): WindowRequest {
  return { kind: 'compose', channel, mail: { to, cc: [], bcc: [], subject: '', text: '' } };
}

/** Has the inbox do something that this window cannot. */
export function askInbox(command: ShellCommand): void {
  bridge()?.askInbox(command);
}

/** Shows a thread: here, or where this window shows something else alone, in a window of its own. */
export function showThread(threadId: string, messageId: string | null = null): void {
  if (inInbox()) useApp.getState().openThread(threadId, messageId);
  else openWindow({ kind: 'thread', threadId, view: null });
}

const noticeOf = ({ text, undoActionId, until, countdown }: Toast): WindowNotice => ({
  ...{ text, undoActionId, until, countdown },
});

/** The notice that this window waits for before it closes. */
let lastSaid: number | null = null;

/** It was taken back: the window stays. */
export function stay(): void {
  lastSaid = null;
}

/**
 * Closes this window, which shows one thread or one draft, because that is done with. What was said last is said by the
 * inbox; while nobody can see that, it stands here until its time is over, and then the window closes. `stand`: false
 * where nothing was done that somebody may want to take back.
 */
export async function leaveWindow(stand = true): Promise<void> {
  const said = useApp.getState().toasts.at(-1);
  if (await bridge()?.leave(said ? noticeOf(said) : null)) return;
  if (!said || !stand) {
    await bridge()?.leave(null);
    return;
  }
  lastSaid = said.id;
  const stop = useApp.subscribe(({ toasts }) => {
    if (toasts.some(({ id }) => id === said.id)) return;
    stop();
    if (lastSaid === said.id) void bridge()?.leave(null);
  });
}
