import { lazy, Suspense } from 'react';
import type { WindowContent } from '#shared/contract/window-content.ts';
import { parts, preloadPart } from './preload.ts';
import { useApp } from './store.ts';

const ThreadWindow = lazy(parts.thread);
const DraftWindow = lazy(parts.draft);

/** Makes a window that shows no inbox know what it shows. Call once, before anything is drawn. */
export function preparePart(content: WindowContent): void {
  if (content.kind === 'thread')
    useApp.getState().set({
      place: { kind: 'view', view: content.view ?? 'all' },
      threadId: content.threadId,
      cursorId: content.threadId,
      enterConversation: true,
    });
  preloadPart(content.kind === 'thread' ? 'thread' : 'draft');
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
