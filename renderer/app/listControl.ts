/** What commands may ask of the list on screen. The list that shows registers itself; none showing does nothing. */
export interface ListControl {
  /** Moves the cursor by so many rows. */
  move(delta: number): void;
  /** Moves the cursor to the first or last row. */
  jump(to: 'first' | 'last'): void;
  /** Opens what the cursor is on. */
  open(): void;
  /** The thread to show when these are gone, or null. */
  neighbour(ids: readonly string[]): string | null;
  focus(): void;
}

const none: ListControl = {
  move: () => undefined,
  jump: () => undefined,
  open: () => undefined,
  neighbour: () => null,
  focus: () => undefined,
};

let showing: ListControl = none;

/** The list on screen. */
export function listControl(): ListControl {
  return showing;
}

/** Makes this the list on screen; returns the way to take it back. */
export function registerList(control: ListControl): () => void {
  showing = control;
  return () => {
    if (showing === control) showing = none;
  };
}
