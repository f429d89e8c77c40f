import styles from './state.module.css';

/** A thin bar for work whose size is known; the words stand beside it. */
export function ProgressLine({ label, done, total }: { label: string; done: number; total: number }) {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  return (
    <div
      className={styles.progress}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
    >
      <div className={styles.progressBar} style={{ transform: `scaleX(${share})` }} />
    </div>
  );
}
