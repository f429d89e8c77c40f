import { X } from 'lucide-react';
import type { Label } from '#shared/contract/labels.ts';
import { labelColour } from '../../app/labels.ts';
import { strings } from '../../app/strings/index.ts';
import { cx } from '../../design/cx.ts';
import styles from './Labels.module.css';

/** A label on a thread; with `onTake` it can be taken away there. */
export function LabelChip({ label, onTake }: { label: Label; onTake?: () => void }) {
  return (
    <span className={cx(styles.chip, onTake && styles.taking)}>
      <span className={styles.dot} style={{ background: labelColour(label) }} aria-hidden="true" />
      <span className={styles.chipName}>{label.name}</span>
      {onTake ? (
        <button
          type="button"
          className={styles.take}
          aria-label={strings.labels.take(label.name)}
          onClick={onTake}
        >
          <X aria-hidden />
        </button>
      ) : null}
    </span>
  );
}
