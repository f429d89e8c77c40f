import { type ComponentProps, forwardRef, type ReactNode } from 'react';
import styles from './Button.module.css';
import { cx } from './cx.ts';
import { tooltip } from './Tooltip.ts';

export interface IconButtonProps extends ComponentProps<'button'> {
  /** The accessible name and the tooltip. */
  label: string;
  icon: ReactNode;
  /** Keys to show in the tooltip, in the registry's notation ("Shift+i", "g i"). */
  shortcut?: string | undefined;
  variant?: 'default' | 'quiet';
  pressed?: boolean;
}

/** A square button that shows only an icon; its name and its keys are in the tooltip. */
export const IconButton = forwardRef<HTMLButtonElement, IconButtonProps>(function IconButton(
  { label, icon, shortcut, variant = 'quiet', pressed, className, ...rest },
  ref,
) {
  return (
    <button
      ref={ref}
      type="button"
      {...rest}
      {...tooltip(label, shortcut)}
      aria-label={label}
      aria-pressed={pressed}
      className={cx(styles.button, styles[variant], styles.iconButton, className)}
    >
      {icon}
    </button>
  );
});
