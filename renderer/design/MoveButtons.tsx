import { ArrowDown, ArrowUp } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import { IconButton } from './IconButton.tsx';

export interface MoveButtonsProps {
  /** What the buttons are called: "Move … up". */
  up: string;
  down: string;
  /** Where the row stands now, from 0, of how many. */
  at: number;
  count: number;
  /** Called with the place the row should have. */
  onMove: (to: number) => void;
}

/**
 * The two buttons that move a row of a list. A row that moves in the page loses the focus: it comes back to the button
 * that was pressed, or to the other one where the row can go no further.
 */
export function MoveButtons({ up, down, at, count, onMove }: MoveButtonsProps) {
  const upButton = useRef<HTMLButtonElement>(null);
  const downButton = useRef<HTMLButtonElement>(null);
  const pressed = useRef<1 | -1 | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place is what changed
  useLayoutEffect(() => {
    const [same, other] = pressed.current === 1 ? [downButton, upButton] : [upButton, downButton];
    if (pressed.current !== null) (same.current?.disabled ? other : same).current?.focus();
    pressed.current = null;
  }, [at]);
  const move = (by: 1 | -1) => {
    pressed.current = by;
    onMove(at + by);
  };
  return (
    <>
      <IconButton
        ref={upButton}
        label={up}
        icon={<ArrowUp aria-hidden />}
        disabled={at === 0}
        onClick={() => move(-1)}
      />
      <IconButton
        ref={downButton}
        label={down}
        icon={<ArrowDown aria-hidden />}
        disabled={at === count - 1}
        onClick={() => move(1)}
      />
    </>
  );
}
