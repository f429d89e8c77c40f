import { useQuery } from '@tanstack/react-query';
import { Mail, MessageSquare } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { openDraft } from '../../app/acts.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { formatShort } from '../../app/format.ts';
import { registerList } from '../../app/listControl.ts';
import { draftsQuery } from '../../app/queries.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { cx } from '../../design/cx.ts';
import { ErrorState } from '../../design/ErrorState.tsx';
import { EmptyPlace } from './EmptyPlace.tsx';
import { nameOf } from './rowText.ts';
import styles from './ThreadList.module.css';

/** What the user began to write, newest first; each opens where it belongs. */
export default function DraftList() {
  const { data, error } = useQuery(draftsQuery());
  const open = useApp((app) =>
    app.newDraft && 'draftId' in app.newDraft ? app.newDraft.draftId : app.threadId,
  );
  const list = useRef<HTMLUListElement>(null);

  useEffect(() => {
    const buttons = () => [...(list.current?.querySelectorAll('button') ?? [])];
    const at = () => buttons().indexOf(document.activeElement as HTMLButtonElement);
    return registerList({
      move: (delta) => {
        const all = buttons();
        all[Math.max(0, Math.min(all.length - 1, at() + delta))]?.focus();
      },
      jump: (to) =>
        buttons()
          .at(to === 'first' ? 0 : -1)
          ?.focus(),
      open: () => buttons()[at()]?.click(),
      focus: () => buttons()[0]?.focus(),
    });
  }, []);

  const drafts = [...(data ?? [])].sort((a, b) => b.savedAt - a.savedAt);
  return (
    <>
      <header className={styles.head}>
        <h2 className={styles.title}>{strings.places.drafts}</h2>
      </header>
      {error ? <ErrorState error={toErrorInfo(error)} /> : null}
      {data && drafts.length === 0 ? <EmptyPlace place="drafts" /> : null}
      <ul ref={list} className={styles.drafts}>
        {drafts.map((draft) => (
          <li key={draft.id}>
            <button
              type="button"
              className={styles.draft}
              aria-current={
                open !== null && (open === draft.id || open === draft.threadId) ? 'true' : undefined
              }
              onClick={() => openDraft(draft)}
            >
              <span className={styles.draftLine}>
                {draft.channel === 'mail' ? <Mail aria-hidden /> : <MessageSquare aria-hidden />}
                <span className={styles.clip}>
                  {draft.to.map(nameOf).join(', ') || strings.composer.nobodyYet}
                </span>
                <time className={styles.meta}>{formatShort(draft.savedAt)}</time>
              </span>
              {draft.channel === 'mail' ? (
                <span className={cx(styles.clip, styles.strong)}>
                  {draft.subject || strings.list.noSubject}
                </span>
              ) : null}
              <span className={cx(styles.clip, styles.meta)}>{draft.text.slice(0, 200)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
