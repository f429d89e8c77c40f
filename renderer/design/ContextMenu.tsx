import { ContextMenu as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './overlay.module.css';

/** A menu that opens where something is clicked with the other button, or from its keyboard key. */
export function ContextMenu({ target, children }: { target: ReactElement; children: ReactNode }) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{target}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={styles.menu} collisionPadding={8}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function ContextMenuItem({
  label,
  danger,
  onSelect,
}: {
  label: string;
  danger?: boolean;
  onSelect: () => void;
}) {
  return (
    <Radix.Item className={cx(styles.item, danger && styles.itemDanger)} onSelect={onSelect}>
      <span className={styles.itemLabel}>{label}</span>
    </Radix.Item>
  );
}
