import { lazy, Suspense } from 'react';
import type { WindowContent } from '#shared/contract/window-content.ts';
import { useApp } from './store.ts';

const loadThread = () => import('../features/conversation/ThreadWindow.tsx');
const loadDraft = () => import('../features/composer/DraftWindow.tsx');
const ThreadWindow = lazy(loadThread);
const DraftWindow = lazy(loadDraft);

/** Makes a window that shows no inbox know what it shows. Call once, before anything is drawn. */
export function preparePart(content: WindowContent): void {
  if (content.kind === 'thread')
    useApp.getState().set({
      place: { kind: 'view', view: content.view ?? 'all' },
      threadId: content.threadId,
      cursorId: content.threadId,
      enterConversation: true,
    });
  // What it shows is fetched while the engine is still asked.
  void (content.kind === 'thread' ? loadThread() : loadDraft());
  // The page is drawn in the shape of the inbox before any script runs.
  document.querySelector('.skeleton')?.remove();
  // The focus is put where keys belong before anyone pressed one: there is nothing to show with it yet.
  const { dataset } = document.documentElement;
  dataset.untouched = '';
  window.addEventListener('keydown', () => delete dataset.untouched, { once: true, capture: true });
}

/** What a window shows that shows no inbox. */
export function Part({ content }: { content: WindowContent }) {
  return <Suspense>{content.kind === 'thread' ? <ThreadWindow /> : <DraftWindow />}</Suspense>;
}
