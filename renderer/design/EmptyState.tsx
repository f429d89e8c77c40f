import type { ReactNode } from 'react';
import styles from './state.module.css';

/** What this place is for and the one next step. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={styles.state}>
      {icon}
      <p className={styles.stateTitle}>{title}</p>
      {children ? <div className={styles.stateText}>{children}</div> : null}
      {action ? <div className={styles.actions}>{action}</div> : null}
    </div>
  );
}
