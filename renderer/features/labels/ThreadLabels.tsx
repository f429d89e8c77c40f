import type { Thread } from '#shared/contract/threads.ts';
import { labelsOf, labelThreads, useLabels } from '../../app/labels.ts';
import { strings } from '../../app/strings/index.ts';
import { LabelChip } from './LabelChip.tsx';
import styles from './Labels.module.css';

/** Over the messages of a thread: its labels, each to be taken away. */
export function ThreadLabels({ thread }: { thread: Thread }) {
  const labels = labelsOf(thread.labels, useLabels());
  if (labels.length === 0) return null;
  return (
    <ul className={styles.line} aria-label={strings.labels.inThread}>
      {labels.map((label) => (
        <li key={label.id}>
          <LabelChip label={label} onTake={() => void labelThreads([thread.id], label, false)} />
        </li>
      ))}
    </ul>
  );
}
