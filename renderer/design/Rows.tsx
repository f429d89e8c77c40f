import type { ReactNode } from 'react';
import styles from './rows.module.css';

/** A list of things that were made, each with what can be done with it. */
export function Rows({ label, children }: { label?: string; children: ReactNode }) {
  return <ul aria-label={label}>{children}</ul>;
}

export interface RowProps {
  /** Before the words, for the eye alone. */
  mark?: ReactNode;
  title: ReactNode;
  note?: ReactNode;
  acts?: ReactNode;
  /** Names the acts as a group, where there are several. */
  actsLabel?: string;
}

/** One of them, on a line of its own. */
export function Row({ mark, title, note, acts, actsLabel }: RowProps) {
  return (
    <li className={styles.row}>
      {mark}
      <div className={styles.text}>
        <p>{title}</p>
        {note ? <div className={styles.note}>{note}</div> : null}
      </div>
      {acts ? (
        <div className={styles.acts} {...(actsLabel ? { role: 'group', 'aria-label': actsLabel } : {})}>
          {acts}
        </div>
      ) : null}
    </li>
  );
}
