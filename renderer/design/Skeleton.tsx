import styles from './state.module.css';

/** A grey bar that shows only when waiting has lasted 150 ms. Sizes in any CSS length. */
export function Skeleton({ width = '100%', height = '0.75rem' }: { width?: string; height?: string }) {
  return <div className={styles.skeleton} style={{ width, height }} aria-hidden="true" />;
}
