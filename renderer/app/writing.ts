import type { Template } from '#shared/contract/templates.ts';

/** The composer on screen, for commands; it registers itself, because it is loaded later than they are. */
interface Writing {
  /** Whether it is what the user is at. */
  active(): boolean;
  /** Goes on in a window of its own. */
  moveOut(): void;
}

let shown: readonly Writing[] = [];

/** The composer that the user is at; null when they are at something else. */
export function writing(): Writing | null {
  return shown.find((one) => one.active()) ?? null;
}

/** Makes this a composer on screen; returns the way to take it back. */
export function registerWriting(one: Writing): () => void {
  shown = [...shown, one];
  return () => {
    shown = shown.filter((other) => other !== one);
  };
}

export type DraftAct = 'send' | 'send-later' | 'send-remind' | 'attach' | 'discard';

/** A draft on screen. */
export interface Drafting {
  /** Whether it is what the user is at. */
  active(): boolean;
  run(act: DraftAct): void;
  /** Puts text where the cursor is, its fields filled in. */
  insert(template: Template): void;
}

let drafts: readonly Drafting[] = [];

/** The draft that the user is at; null when they are at something else. */
export function drafting(): Drafting | null {
  return drafts.find((one) => one.active()) ?? null;
}

/** Makes this a draft on screen; returns the way to take it back. */
export function registerDrafting(one: Drafting): () => void {
  drafts = [...drafts, one];
  return () => {
    drafts = drafts.filter((other) => other !== one);
  };
}
