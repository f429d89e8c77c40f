import { useQuery } from '@tanstack/react-query';
import { Mail, Phone, Trash2, X } from 'lucide-react';
import { useDeferredValue, useEffect, useRef } from 'react';
import type { Person } from '#shared/contract/people.ts';
import type { Thread } from '#shared/contract/threads.ts';
import { tellError } from '../../app/acts.ts';
import { shortcutOf } from '../../app/commands.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { engine } from '../../app/engine.ts';
import { formatShort } from '../../app/format.ts';
import { threadQuery } from '../../app/queries.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Avatar } from '../../design/Avatar.tsx';
import { Button } from '../../design/Button.tsx';
import { cx } from '../../design/cx.ts';
import { IconButton } from '../../design/IconButton.tsx';
import { viewAttachment } from '../conversation/attachment-acts.ts';
import { partView } from '../threads/filter.ts';
import { nameOf } from '../threads/rowText.ts';
import styles from './PersonPane.module.css';

const t = strings.person;
const filesShown = 8;

function Identities({ person }: { person: Person }) {
  const write = (kind: 'mail' | 'phone', value: string) =>
    useApp.getState().requestCompose({
      mode: 'new',
      channel: kind === 'mail' ? 'mail' : 'sms',
      threadId: null,
      answers: null,
      to: [{ name: person.name, address: value }],
    });
  return (
    <section>
      <h3 className={styles.heading}>{t.reach}</h3>
      <ul>
        {person.identities.map((identity) => (
          <li key={identity.id} className={styles.identity}>
            <button
              type="button"
              className={styles.reach}
              title={t.write(identity.value)}
              disabled={identity.optedOut}
              onClick={() => write(identity.kind, identity.value)}
            >
              {identity.kind === 'mail' ? <Mail aria-hidden /> : <Phone aria-hidden />}
              <span className={styles.value}>{displayAddress(identity.value)}</span>
              {identity.optedOut ? <span className={styles.optedOut}>{t.optedOut}</span> : null}
            </button>
            {identity.evidence ? <p className={styles.evidence}>{identity.evidence}</p> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Files({ person }: { person: Person }) {
  if (person.files.length === 0) return null;
  return (
    <section>
      <h3 className={styles.heading}>{t.files}</h3>
      <ul>
        {person.files.slice(0, filesShown).map((file) => (
          <li key={file.id}>
            <button
              type="button"
              className={styles.file}
              onClick={() => viewAttachment(person.files, file.id)}
            >
              <span className={styles.value}>{file.filename}</span>
              <time className={styles.date}>{formatShort(file.date)}</time>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Suggestions({ person }: { person: Person }) {
  const answer = (suggestionId: string, how: 'join' | 'no') =>
    void engine.people
      .answer({ suggestionId, answer: how })
      .then(({ actionId }) =>
        useApp.getState().toast({ text: how === 'join' ? t.joined : t.notJoined, undoActionId: actionId }),
      )
      .catch(tellError);
  return person.suggestions.map((suggestion) => (
    <section key={suggestion.id} className={styles.suggestion}>
      <p>
        <strong>{t.samePerson}</strong> {displayAddress(suggestion.identity)}. {suggestion.evidence}
      </p>
      <div className={styles.answers}>
        <Button size="small" onClick={() => answer(suggestion.id, 'join')}>
          {t.join}
        </Button>
        <Button size="small" onClick={() => answer(suggestion.id, 'no')}>
          {t.no}
        </Button>
      </div>
    </section>
  ));
}

function Participants({ thread }: { thread: Thread }) {
  return (
    <section>
      <h3 className={styles.heading}>{t.participants}</h3>
      <ul>
        {thread.participants.map((participant) => (
          <li key={participant.address} className={styles.participant}>
            <Avatar size="small" name={participant.name} address={participant.address} />
            <span className={styles.accountText}>
              <span className={styles.value}>{nameOf(participant)}</span>
              {participant.name ? <span className={styles.evidence}>{participant.address}</span> : null}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Content({ thread }: { thread: Thread }) {
  const { person } = thread;
  if (!person) return <Participants thread={thread} />;
  const first = thread.participants[0];
  return (
    <>
      <div className={styles.who}>
        <Avatar size="large" name={person.name} address={first?.address ?? person.name} />
        <h2 className={styles.name} data-selectable="">
          {person.name}
        </h2>
      </div>
      <Identities person={person} />
      <Files person={person} />
      <Suggestions person={person} />
      <Button
        size="small"
        variant="quiet"
        className={styles.erase}
        icon={<Trash2 aria-hidden />}
        onClick={() =>
          useApp.getState().showOverlay({ kind: 'erase', scope: { kind: 'contact', id: person.contactId } })
        }
      >
        {t.erase}
      </Button>
    </>
  );
}

/** The person of the open thread: how to reach them, files, suggestions. A sheet in a narrower window. */
export default function PersonPane({ sheet }: { sheet: boolean }) {
  // The conversation is drawn first.
  const threadId = useDeferredValue(useApp((app) => app.threadId));
  const view = useApp((app) => partView(app.place));
  const { data: thread } = useQuery({ ...threadQuery(threadId ?? '', 60, view), enabled: threadId !== null });
  const pane = useRef<HTMLElement>(null);
  const close = () => useApp.getState().set({ personSheet: false });

  useEffect(() => {
    if (!sheet) return;
    const before = document.activeElement;
    pane.current?.querySelector('button')?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [sheet]);

  return (
    <aside
      ref={pane}
      className={cx(styles.pane, sheet && styles.sheet)}
      aria-label={t.label}
      data-region="person"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (sheet && event.key === 'Escape') {
          event.preventDefault();
          close();
        }
      }}
    >
      {sheet ? (
        <IconButton
          className={styles.close}
          label={strings.common.close}
          shortcut={shortcutOf('person-pane')}
          icon={<X aria-hidden />}
          onClick={close}
        />
      ) : null}
      {thread ? <Content thread={thread} /> : null}
    </aside>
  );
}
