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
