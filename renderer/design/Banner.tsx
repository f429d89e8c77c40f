import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './state.module.css';

const icons = { neutral: Info, info: Info, warn: TriangleAlert, danger: CircleAlert };

/** A line about the thing it stands on; words first, colour second. */
export function Banner({
  tone = 'neutral',
  title,
  children,
  actions,
  icon,
  live = false,
}: {
  tone?: 'neutral' | 'info' | 'warn' | 'danger';
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  icon?: ReactNode;
  /** Announce it when it appears. */
  live?: boolean;
}) {
  const Icon = icons[tone];
  return (
    <div
      className={cx(styles.banner, tone !== 'neutral' && styles[tone])}
      role={live ? (tone === 'danger' ? 'alert' : 'status') : undefined}
    >
      {icon ?? <Icon aria-hidden />}
      <div className={styles.bannerBody}>
        {title ? <div className={styles.bannerTitle}>{title}</div> : null}
        {children ? <div>{children}</div> : null}
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </div>
    </div>
  );
}
