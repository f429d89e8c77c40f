import { useRef, useState } from 'react';
import type { WayOff } from '#shared/contract/lists.ts';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { tellBriefly, tellError, tellSending } from '../../app/acts.ts';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { formatDate } from '../../app/format.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { ErrorBanner } from '../../design/ErrorBanner.tsx';
import styles from './Unsubscribe.module.css';

const t = strings.unsubscribe;

function openPage(page: string): void {
  // Main opens it in the system's browser; the window itself goes nowhere.
  window.open(page);
  tellBriefly(t.opened);
}

/** What is sent or opened, word for word. */
function Shown({ rows }: { rows: [string, string][] }) {
  return (
    // A scrolling region must be reachable to be scrolled by keys.
    <dl className={styles.shown} tabIndex={0}>
      {rows
        .filter(([, value]) => value.trim() !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd data-selectable="">{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function WhatHappens({ wayOff: { how, address, page } }: { wayOff: WayOff }) {
  switch (how.kind) {
    case 'one-click':
      return (
        <>
          <p>{t.oneClick(how.host, address)}</p>
          <p className={styles.meta}>
            {how.signedBy === null ? t.unchecked(how.host) : t.signed(how.signedBy)}
          </p>
        </>
      );
    case 'mail':
      return (
        <>
          <p>{t.mail(how.to, address)}</p>
          <Shown
            rows={[
              [t.subject, how.subject],
              [t.text, how.text],
            ]}
          />
        </>
      );
    case 'page':
      return (
        <>
          <p>{t.page(how.host)}</p>
          <Shown rows={[[t.address, page ?? '']]} />
        </>
      );
  }
}

/** Says in words what leaving this list does, and does it when told to. */
function Ask({ wayOff, onClose }: { wayOff: WayOff; onClose: () => void }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  const { how, page, list, messageId, asked } = wayOff;
  const stillShown = () => {
    const { overlay } = useApp.getState();
    return overlay?.kind === 'unsubscribe' && overlay.wayOff === wayOff;
  };
  const visit = () => {
    if (page) openPage(page);
    onClose();
  };
  const ask = async (kind: 'one-click' | 'mail') => {
    setBusy(true);
    setError(null);
    try {
      const { sending } = await engine.lists.unsubscribe({ messageId, how: kind });
      if (sending) tellSending(sending);
      else useApp.getState().toast({ text: t.done(list) });
      if (stillShown()) onClose();
    } catch (thrown) {
      // Who closed the dialog meanwhile is told in a notice.
      if (stillShown()) setError(toErrorInfo(thrown));
      else tellError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      onOpenAutoFocus={(event) => {
        event.preventDefault();
        cancel.current?.focus();
      }}
      title={t.title(list)}
      footer={
        <>
          <Button ref={cancel} onClick={onClose}>
            {strings.common.cancel}
          </Button>
          {error && page ? <Button onClick={visit}>{t.instead}</Button> : null}
          <Button
            variant="primary"
            busy={busy}
            onClick={() => (how.kind === 'page' ? visit() : void ask(how.kind))}
          >
            {busy ? t.asking : error ? strings.common.retry : t.run[how.kind]}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <WhatHappens wayOff={wayOff} />
        {asked && !asked.waiting ? (
          <p className={styles.meta}>{t.askedBefore(formatDate(asked.at))}</p>
        ) : null}
        {error ? <ErrorBanner error={error} /> : null}
      </div>
    </Dialog>
  );
}

/** The dialog for the list that is to be left. */
export default function UnsubscribeDialog() {
  const overlay = useApp((app) => app.overlay);
  const close = useApp((app) => app.closeOverlay);
  return overlay?.kind === 'unsubscribe' ? <Ask wayOff={overlay.wayOff} onClose={close} /> : null;
}
