import { linkParts } from '../../app/linkTarget.ts';
import styles from './StatusLine.module.css';

/** Where a link leads, its host above all. */
export function LinkTarget({ href }: { href: string }) {
  const parts = linkParts(href);
  if (!parts) return null;
  return (
    <span className={styles.link} data-link-target="">
      {parts.before}
      <strong>{parts.host}</strong>
      {parts.after}
    </span>
  );
}
