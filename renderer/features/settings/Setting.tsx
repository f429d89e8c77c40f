import type { ReactNode } from 'react';
import styles from './Settings.module.css';

/** A group of settings under a heading of its own. */
export function Group({ title, hint, children }: { title?: string; hint?: string; children: ReactNode }) {
  return (
    <section className={styles.group}>
      {title ? <h3 className={styles.groupTitle}>{title}</h3> : null}
      {hint ? <p className={styles.hint}>{hint}</p> : null}
      {children}
    </section>
  );
}

/** Names and values, for facts that cannot be changed here. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd data-selectable="">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
