/** What commands may ask of the list on screen. The list that shows registers itself; none showing does nothing. */
export interface ListControl {
  /** Moves the cursor by so many rows. */
  move(delta: number): void;
  /** Moves the cursor to the first or last row. */
  jump(to: 'first' | 'last'): void;
  /** Moves the cursor and selects what it passes, from where the selection began. */
  extend(delta: 1 | -1): void;
  /** Selects everything in the list. */
  selectAll(): void;
  /** Opens what the cursor is on. */
  open(): void;
  /** The thread to show when these are gone, or null. */
  neighbour(ids: readonly string[]): string | null;
  focus(): void;
}

const none: ListControl = {
  move: () => undefined,
  jump: () => undefined,
  extend: () => undefined,
  selectAll: () => undefined,
  open: () => undefined,
  neighbour: () => null,
  focus: () => undefined,
};

let showing: ListControl = none;

/** The list on screen. */
export function listControl(): ListControl {
  return showing;
}

/** Makes this the list on screen (what it leaves out does nothing); returns the way to take it back. */
export function registerList(control: Partial<ListControl>): () => void {
  const registered = { ...none, ...control };
  showing = registered;
  return () => {
    if (showing === registered) showing = none;
  };
}
