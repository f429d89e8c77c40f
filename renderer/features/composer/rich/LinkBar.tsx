import type { EditorView } from 'prosemirror-view';
import { useEffect, useId, useRef, useState } from 'react';
import { strings } from '../../../app/strings/index.ts';
import { Button } from '../../../design/Button.tsx';
import { linkAt, setLink } from './commands.ts';
import styles from './RichText.module.css';
import { linkTarget } from './schema.ts';

const t = strings.richText;

/** Where the selected words lead. Enter keeps it, Escape leaves it as it was. */
export function LinkBar({ view, onClose }: { view: EditorView; onClose: () => void }) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const before = linkAt(view.state)?.href ?? null;
  const [address, setAddress] = useState(before ?? '');
  const [wrong, setWrong] = useState(false);
  useEffect(() => field.current?.select(), []);

  const close = () => {
    onClose();
    view.focus();
  };
  const apply = () => {
    const href = address.trim() === '' ? null : linkTarget(address);
    if (address.trim() !== '' && href === null) {
      setWrong(true);
      return;
    }
    setLink(href)(view.state, view.dispatch);
    close();
  };

  return (
    <div className={styles.linkBar}>
      <label htmlFor={id}>{t.linkTo}</label>
      <input
        ref={field}
        id={id}
        className={styles.linkField}
        value={address}
        placeholder="https://"
        spellCheck={false}
        aria-invalid={wrong || undefined}
        aria-describedby={wrong ? `${id}-wrong` : undefined}
        onChange={(event) => {
          setAddress(event.target.value);
          setWrong(false);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) apply();
          else if (event.key === 'Escape') close();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      {wrong ? (
        <span id={`${id}-wrong`} className={styles.wrong} role="alert">
          {t.linkWrong}
        </span>
      ) : null}
      <Button size="small" variant="primary" onClick={apply}>
        {t.linkApply}
      </Button>
      {before === null ? null : (
        <Button
          size="small"
          onClick={() => {
            setLink(null)(view.state, view.dispatch);
            close();
          }}
        >
          {t.linkRemove}
        </Button>
      )}
    </div>
  );
}
