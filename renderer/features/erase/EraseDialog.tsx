import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useRef, useState } from 'react';
import type { EraseProgress, EraseReceipt, EraseScope } from '#shared/contract/erase.ts';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { tellError } from '../../app/acts.ts';
import { announce } from '../../app/announce.tsx';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { queryClient } from '../../app/queryClient.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { ErrorBanner } from '../../design/ErrorBanner.tsx';
import { ProgressLine } from '../../design/ProgressLine.tsx';
import { Skeleton } from '../../design/Skeleton.tsx';
import { TextField } from '../../design/TextField.tsx';
import styles from './Erase.module.css';
import { Receipt, WhatGoes } from './Receipt.tsx';
import { isEmpty } from './receipt.ts';

const words = strings.erase;

/** The places that showed what is gone show something else. */
function leaveBehind(scope: EraseScope): void {
  const app = useApp.getState();
  if (scope.kind === 'thread' && app.threadId === scope.id) app.openThread(null);
  if (scope.kind === 'contact') app.openThread(null);
  // What was done to erased messages cannot be taken back any more.
  app.set({ toasts: app.toasts.filter((toast) => toast.undoActionId === null) });
  if (scope.kind === 'everything') app.goTo({ kind: 'view', view: 'inbox' });
  void queryClient.invalidateQueries();
}

/** Says in numbers what will go and what stays, asks, deletes and shows the receipt. */
function Erase({ scope, onClose }: { scope: EraseScope; onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [progress, setProgress] = useState<EraseProgress | null>(null);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const [receipt, setReceipt] = useState<EraseReceipt | null>(null);
  const formId = useId();
  const keep = useRef<HTMLButtonElement>(null);
  const word = useRef<HTMLInputElement>(null);
  const preview = useQuery({
    queryKey: ['erase', scope],
    queryFn: () => engine.erase.preview(scope),
    staleTime: 0,
    gcTime: 0,
    enabled: receipt === null && !busy,
  });
  const typing = scope.kind === 'everything';
  const confirmed = !typing || typed.trim().toLowerCase() === words.confirmWord;
  const nothing = preview.data !== undefined && isEmpty(scope.kind, preview.data);
  const ready = preview.data !== undefined && !nothing && confirmed;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready || busy) return;
    setBusy(true);
    setProgress(null);
    setError(null);
    announce(words.running);
    try {
      for await (const step of await engine.erase.run({ scope, confirmed: words.confirmWord })) {
        setProgress(step);
        if (step.receipt) setReceipt(step.receipt);
      }
      announce(words.done);
      leaveBehind(scope);
    } catch (thrown) {
      setError(toErrorInfo(thrown));
    } finally {
      setBusy(false);
    }
  };
  // Of everything no steps are told: the key goes first, and with it all at once.
  const counted = busy && !typing && progress && progress.total > 0 ? progress : null;
  const problem = error ?? (preview.error ? toErrorInfo(preview.error) : null);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open && !busy) onClose();
      }}
      onOpenAutoFocus={(event) => {
        event.preventDefault();
        (word.current ?? keep.current)?.focus({ preventScroll: true });
      }}
      title={receipt ? words.done : words.title[scope.kind]}
      footer={
        receipt ? undefined : (
          <>
            {busy && !typing ? (
              <Button onClick={() => void engine.erase.stop({}).catch(tellError)}>{words.stop}</Button>
            ) : (
              <Button ref={keep} disabled={busy} onClick={onClose}>
                {nothing ? words.close : words.cancel}
              </Button>
            )}
            {nothing ? null : (
              <Button type="submit" form={formId} variant="danger" busy={busy} disabled={!ready}>
                {busy ? words.running : words.run[scope.kind]}
              </Button>
            )}
          </>
        )
      }
    >
      {receipt ? (
        <Receipt kind={scope.kind} receipt={receipt} onClose={onClose} />
      ) : (
        <form id={formId} className={styles.body} onSubmit={submit}>
          {preview.data ? (
            nothing ? (
              <p>{words.nothing}</p>
            ) : (
              <WhatGoes kind={scope.kind} preview={preview.data} />
            )
          ) : problem ? null : (
            <div role="status" className={styles.body}>
              <span className="visually-hidden">{words.counting}</span>
              <Skeleton width="12rem" />
              <Skeleton width="100%" height="3rem" />
              <Skeleton width="100%" height="2rem" />
            </div>
          )}
          {ready || typing ? <p className={styles.final}>{words.final}</p> : null}
          {typing ? (
            <TextField
              ref={word}
              label={words.confirmLabel(words.confirmWord)}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              disabled={busy}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          ) : null}
          {counted ? (
            <ProgressLine label={words.running} done={counted.erased} total={counted.total} />
          ) : null}
          {busy ? (
            <p className={styles.meta}>
              {counted ? words.progress(counted.erased, counted.total) : words.runningHint}
            </p>
          ) : null}
          {problem ? <ErrorBanner error={problem} /> : null}
        </form>
      )}
    </Dialog>
  );
}

/** The dialog for whatever was asked to be deleted. */
export default function EraseDialog() {
  const overlay = useApp((app) => app.overlay);
  const closeOverlay = useApp((app) => app.closeOverlay);
  if (overlay?.kind !== 'erase') return null;
  return <Erase scope={overlay.scope} onClose={closeOverlay} />;
}
