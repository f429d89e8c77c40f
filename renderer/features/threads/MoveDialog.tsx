import { useQuery } from '@tanstack/react-query';
import { Folder } from 'lucide-react';
import { useId, useState } from 'react';
import { actOnThreads } from '../../app/acts.ts';
import { accountsQuery } from '../../app/queries.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Dialog } from '../../design/Dialog.tsx';
import { TextField } from '../../design/TextField.tsx';
import styles from './ThreadList.module.css';

const t = strings.move;

/** Chooses the mailbox that threads move to: type to narrow, arrows to choose, Enter to move. */
export default function MoveDialog() {
  const overlay = useApp((app) => app.overlay);
  const close = useApp((app) => app.closeOverlay);
  const { data: accounts = [] } = useQuery(accountsQuery());
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  if (overlay?.kind !== 'move') return null;

  const wanted = text.trim().toLocaleLowerCase();
  const targets = accounts
    .flatMap((account) => account.mailboxes.map((mailbox) => ({ mailbox, account })))
    .filter(({ mailbox }) => !['drafts', 'all', 'sent'].includes(mailbox.role))
    .filter(({ mailbox }) => mailbox.name.toLocaleLowerCase().includes(wanted));
  const chosen = Math.min(at, targets.length - 1);
  const move = (index: number) => {
    const target = targets[index];
    if (!target) return;
    close();
    const { id, name } = target.mailbox;
    void actOnThreads(overlay.threadIds, 'move', { mailboxId: id, name });
  };

  return (
    <Dialog open onOpenChange={close} title={t.title(overlay.threadIds.length)}>
      <TextField
        label={t.filter}
        value={text}
        autoComplete="off"
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={chosen >= 0 ? `${listId}-${chosen}` : undefined}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'ArrowDown') setAt(Math.min(chosen + 1, targets.length - 1));
          else if (event.key === 'ArrowUp') setAt(Math.max(chosen - 1, 0));
          else if (event.key === 'Enter') move(chosen);
          else return;
          event.preventDefault();
        }}
      />
      <div id={listId} className={styles.mailboxes} role="listbox" aria-label={t.filter}>
        {targets.map(({ mailbox, account }, index) => (
          <button
            key={mailbox.id}
            id={`${listId}-${index}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className={styles.mailbox}
            onPointerMove={() => setAt(index)}
            onClick={() => move(index)}
          >
            <Folder aria-hidden />
            <span className={styles.clip}>{mailbox.name}</span>
            {accounts.length > 1 ? <span className={styles.meta}>{account.address}</span> : null}
          </button>
        ))}
      </div>
      {targets.length === 0 ? <p className={styles.meta}>{t.none}</p> : null}
    </Dialog>
  );
}
