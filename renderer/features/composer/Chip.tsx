import { X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { Address } from '#shared/contract/model.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { strings } from '../../app/strings/index.ts';
import { cx } from '../../design/cx.ts';
import { typedAddress } from './addresses-in.ts';
import styles from './ChipField.module.css';
import { letGo, takeUp } from './recipient-drag.ts';

export interface ChipProps {
  address: Address;
  /** What is wrong with it, in words. */
  problem: string | null;
  /** Where it stands. */
  field: string;
  onRemove: () => void;
  /** Its text goes back to where it is typed. */
  onEdit: () => void;
  /** To the one before it or after it, or past the last to where one types. */
  onMove: (step: -1 | 1) => void;
  onLeave: () => void;
}

/** One recipient. The arrows lead to it; it is changed with Enter or a double click, copied, cut and dragged. */
export function Chip({ address, problem, field, onRemove, onEdit, onMove, onLeave }: ChipProps) {
  const shown = address.name || displayAddress(address.address);
  const onKeyDown = (event: KeyboardEvent) => {
    const asked = event.ctrlKey || event.metaKey ? event.key : null;
    if (asked === 'c' || asked === 'x') {
      void navigator.clipboard.writeText(typedAddress(address));
      if (asked === 'x') onRemove();
    } else if (asked || event.altKey) return;
    else if (event.key === 'ArrowLeft') onMove(-1);
    else if (event.key === 'ArrowRight') onMove(1);
    else if (event.key === 'Delete' || event.key === 'Backspace') onRemove();
    else if (event.key === 'Enter' || event.key === 'F2') onEdit();
    else if (event.key === 'Escape' || event.key === 'End') onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <span className={cx(styles.chip, problem && styles.bad)} title={problem ?? address.address}>
      <button
        type="button"
        data-chip=""
        tabIndex={-1}
        className={styles.chipText}
        draggable
        onKeyDown={onKeyDown}
        onClick={() => {
          // What is wrong is there to be put right.
          if (problem) onEdit();
        }}
        onDoubleClick={onEdit}
        onDragStart={(event) => takeUp(event, field, address)}
        onDragEnd={() => {
          if (letGo()) onRemove();
        }}
      >
        {shown}
        {problem ? <span className="visually-hidden">{problem}</span> : null}
      </button>
      <button
        type="button"
        tabIndex={-1}
        className={styles.removeChip}
        aria-label={strings.common.remove(shown)}
        onClick={onRemove}
      >
        <X aria-hidden />
      </button>
    </span>
  );
}
