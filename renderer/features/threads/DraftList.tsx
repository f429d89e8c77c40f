import { useQuery } from '@tanstack/react-query';
import { Mail, MessageSquare } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Draft, ServerDraft } from '#shared/contract/drafts.ts';
import type { Address, Channel } from '#shared/contract/model.ts';
import { openDraft, tellError } from '../../app/acts.ts';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { formatShort } from '../../app/format.ts';
import { registerList } from '../../app/listControl.ts';
import { draftsQuery, serverDraftsQuery } from '../../app/queries.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { writing } from '../../app/writing.ts';
import { cx } from '../../design/cx.ts';
import { ErrorState } from '../../design/ErrorState.tsx';
import { EmptyPlace } from './EmptyPlace.tsx';
import { nameOf } from './rowText.ts';
import styles from './ThreadList.module.css';

/** What the user began to write, newest first; each opens where it belongs. */
export default function DraftList() {
  const { data, error } = useQuery(draftsQuery());
  // The one that was clicked, before its composer is there.
  const open = useApp((app) => app.resumeDraft?.id ?? app.openDraftId);
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

  const elsewhere = useQuery(serverDraftsQuery()).data;
  const entries: (Draft | ServerDraft)[] = [...(data ?? []), ...(elsewhere ?? [])];
  entries.sort((a, b) => b.savedAt - a.savedAt);
  return (
    <>
      <header className={styles.head}>
        <h2 className={styles.title}>{strings.places.drafts}</h2>
      </header>
      {error ? <ErrorState error={toErrorInfo(error)} /> : null}
      {data && elsewhere && entries.length === 0 ? <EmptyPlace place="drafts" /> : null}
      <ul ref={list} className={styles.drafts}>
        {entries.map((entry) =>
          'messageId' in entry ? (
            <Entry
              key={entry.messageId}
              {...entry}
              channel="mail"
              text={entry.snippet}
              note={strings.composer.onServer}
              current={false}
              onOpen={() =>
                void engine.drafts.takeIn({ messageId: entry.messageId }).then(openDraft).catch(tellError)
              }
            />
          ) : (
            <Entry
              key={entry.id}
              {...entry}
              note={entry.error ? strings.composer.changedElsewhere : null}
              current={open === entry.id}
              onOpen={() => openDraft(entry)}
            />
          ),
        )}
      </ul>
    </>
  );
}

function Entry({
  channel,
  to,
  subject,
  text,
  savedAt,
  note,
  current,
  onOpen,
}: {
  channel: Channel;
  to: readonly Address[];
  subject: string;
  text: string;
  savedAt: number;
  /** What is special about it. */
  note: ReactNode;
  current: boolean;
  onOpen: () => void;
}) {
  return (
    <li>
      <button
        type="button"
        className={styles.draft}
        aria-current={current ? 'true' : undefined}
        onClick={onOpen}
        // The first click has opened it here.
        onDoubleClick={() => writing()?.moveOut()}
      >
        <span className={styles.draftLine}>
          {channel === 'mail' ? <Mail aria-hidden /> : <MessageSquare aria-hidden />}
          <span className={styles.clip}>{to.map(nameOf).join(', ') || strings.composer.nobodyYet}</span>
          <time className={styles.meta}>{formatShort(savedAt)}</time>
        </span>
        {channel === 'mail' ? (
          <span className={cx(styles.clip, styles.strong)}>{subject || strings.list.noSubject}</span>
        ) : null}
        <span className={cx(styles.clip, styles.meta)}>
          {note ? <>{note} · </> : null}
          {text.slice(0, 200)}
        </span>
      </button>
    </li>
  );
}
