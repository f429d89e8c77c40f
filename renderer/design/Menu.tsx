import { Check } from 'lucide-react';
import { DropdownMenu as Radix, Slot } from 'radix-ui';
import type { ComponentProps, ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';
import { Kbd } from './Kbd.tsx';
import styles from './overlay.module.css';

/** Opens its menu with keys, but not with those that belong to what it stands in, like Ctrl+Enter in a composer. */
function TriggerKeys({ onKeyDown, ...props }: ComponentProps<typeof Slot.Root>) {
  return (
    <Slot.Root
      {...props}
      onKeyDown={(event) => {
        if (!event.ctrlKey && !event.metaKey) onKeyDown?.(event);
      }}
    />
  );
}

/** A menu that drops from its trigger. Not modal: the modal kind adds a style element the policy forbids. */
export function Menu({
  trigger,
  children,
  align = 'start',
  label,
}: {
  trigger: ReactElement;
  children: ReactNode;
  align?: 'start' | 'end';
  label?: string;
}) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>
        <TriggerKeys>{trigger}</TriggerKeys>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className={styles.menu}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function MenuItem({
  label,
  icon,
  shortcut,
  checked,
  danger,
  disabled,
  onSelect,
}: {
  label: string;
  icon?: ReactNode;
  shortcut?: string | undefined;
  /** It is one of several, and this one holds. */
  checked?: boolean;
  danger?: boolean;
  disabled?: boolean;
  onSelect: () => void;
}) {
  const shared = {
    className: cx(styles.item, danger && styles.itemDanger),
    disabled: disabled ?? false,
    onSelect,
  };
  const content = (
    <>
      {icon}
      <span className={styles.itemLabel}>{label}</span>
      {shortcut ? <Kbd keys={shortcut} /> : null}
      {checked ? <Check aria-hidden /> : null}
    </>
  );
  if (checked === undefined) return <Radix.Item {...shared}>{content}</Radix.Item>;
  return (
    <Radix.CheckboxItem {...shared} checked={checked}>
      {content}
    </Radix.CheckboxItem>
  );
}

/** Something that is chosen or not; `hint` says under it why it cannot be. */
export function MenuCheckItem({
  label,
  icon,
  hint,
  checked,
  disabled,
  onChange,
}: {
  label: string;
  icon?: ReactNode;
  hint?: string | undefined;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <Radix.CheckboxItem
      className={styles.item}
      checked={checked}
      disabled={disabled ?? false}
      onCheckedChange={onChange}
    >
      {icon}
      <span className={styles.itemLabel}>
        {label}
        {hint ? <span className={styles.itemHint}>{hint}</span> : null}
      </span>
      <Radix.ItemIndicator className={styles.itemCheck}>
        <Check aria-hidden />
      </Radix.ItemIndicator>
    </Radix.CheckboxItem>
  );
}

export function MenuSeparator() {
  return <Radix.Separator className={styles.separator} />;
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className={styles.menuLabel}>{children}</Radix.Label>;
}
