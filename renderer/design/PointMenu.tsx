import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import styles from './overlay.module.css';

/** A menu that is open at a point of the window, in CSS pixels. `onClosed`: the focus is to go back now. */
export function PointMenu({
  at,
  label,
  children,
  onClose,
  onClosed,
}: {
  at: { x: number; y: number };
  label: string;
  children: ReactNode;
  onClose: () => void;
  onClosed: () => void;
}) {
  return (
    <Radix.Root open modal={false} onOpenChange={(open) => open || onClose()}>
      <Radix.Trigger asChild>
        <span aria-hidden style={{ position: 'fixed', left: at.x, top: at.y }} />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className={styles.menu}
          align="start"
          sideOffset={2}
          collisionPadding={8}
          aria-label={label}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            onClosed();
          }}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
