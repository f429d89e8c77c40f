import { type ReactNode, useEffect } from 'react';
import { LinkTarget } from '../features/status/LinkTarget.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { useKeyboard } from './keyboard.ts';
import { useLinkTarget, watchLinks } from './linkTarget.ts';
import styles from './PartFrame.module.css';
import { useApp } from './store.ts';
import { strings } from './strings/index.ts';

/** What windows of one thread or one draft have in common: their name, the keyboard, where links lead. */
export function PartFrame({
  title,
  label,
  children,
  beside,
}: {
  /** The window's name in the system's lists of windows. */
  title: string;
  label: string;
  children: ReactNode;
  beside?: ReactNode;
}) {
  useKeyboard();
  const reconnecting = useApp((app) => app.connection === 'reconnecting');
  const href = useLinkTarget((target) => target.href);
  useEffect(watchLinks, []);
  useEffect(() => {
    document.title = title === '' ? strings.app.name : `${title} · ${strings.app.name}`;
  }, [title]);
  return (
    <div className={styles.frame}>
      <main className={styles.main} aria-label={label} data-region="conversation" tabIndex={-1}>
        <ErrorBoundary>{children}</ErrorBoundary>
      </main>
      {beside}
      {href === null && !reconnecting ? null : (
        <div className={styles.status} role="status">
          {href === null ? strings.app.reconnecting : <LinkTarget href={href} />}
        </div>
      )}
    </div>
  );
}
