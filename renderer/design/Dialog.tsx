import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { strings } from '../app/strings/index.ts';
import { cx } from './cx.ts';
import styles from './overlay.module.css';

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons at the foot; the safe one first. */
  footer?: ReactNode;
  wide?: boolean;
  /** As large as the window allows, for looking at something. */
  full?: boolean;
  /** Hangs from the top of the window, for search-like dialogs. */
  top?: boolean;
  /** Hides the head (the title stays for assistive technology). */
  bare?: boolean;
  /** Called before focus goes in; prevent it to focus something else. Without it the first field is focused, else the dialog itself. */
  onOpenAutoFocus?: (event: Event) => void;
  /** Called before focus goes back to where it was. */
  onCloseAutoFocus?: (event: Event) => void;
}

/** What has the focus; of a menu, which is gone by then, what opened it. */
function focused(): HTMLElement | null {
  const element = document.activeElement as HTMLElement | null;
  const opener = element?.closest('[role="menu"]')?.getAttribute('aria-labelledby');
  return opener ? document.getElementById(opener) : element;
}

/**
 * A modal dialog: focus stays inside and returns where it was.
 * Its close button has no tooltip: Escape would close that first.
 * It draws its own scrim: the library's overlay adds a style element, which the content policy forbids.
 */
export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, description, children, footer } = props;
  const before = useRef<HTMLElement>(null);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <div className={styles.scrim} aria-hidden="true" />
        <Radix.Content
          className={cx(
            styles.dialog,
            props.wide && styles.dialogWide,
            props.full && styles.dialogFull,
            props.top && styles.dialogTop,
          )}
          onOpenAutoFocus={(event) => {
            before.current = focused();
            if (props.onOpenAutoFocus) {
              props.onOpenAutoFocus(event);
              return;
            }
            event.preventDefault();
            const dialog = event.currentTarget as HTMLElement;
            (dialog.querySelector<HTMLElement>('input, textarea') ?? dialog).focus();
          }}
          onCloseAutoFocus={(event) => {
            props.onCloseAutoFocus?.(event);
            if (event.defaultPrevented) return;
            // The library only knows a button that opens; dialogs here are opened by keys and commands too.
            event.preventDefault();
            before.current?.focus({ preventScroll: true });
          }}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          {props.bare ? (
            <Radix.Title className="visually-hidden">{title}</Radix.Title>
          ) : (
            <div className={styles.dialogHead}>
              <Radix.Title className={styles.dialogTitle}>{title}</Radix.Title>
              <Radix.Close asChild>
                <button type="button" className={styles.dialogClose} aria-label={strings.common.close}>
                  <X aria-hidden />
                </button>
              </Radix.Close>
            </div>
          )}
          {props.bare ? (
            children
          ) : (
            <div className={styles.dialogBody}>
              {description ? (
                <Radix.Description className={styles.dialogDescription}>{description}</Radix.Description>
              ) : null}
              {children}
            </div>
          )}
          {footer ? <div className={styles.dialogFoot}>{footer}</div> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
