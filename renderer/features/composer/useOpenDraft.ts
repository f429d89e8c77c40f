import { useEffect } from 'react';
import { useApp } from '../../app/store.ts';

/** Tells the list of drafts which one is on screen here. */
export function useOpenDraft(id: string | null): void {
  useEffect(() => {
    if (id === null) return;
    const { set } = useApp.getState();
    set({ openDraftId: id });
    return () => {
      if (useApp.getState().openDraftId === id) set({ openDraftId: null });
    };
  }, [id]);
}
