import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { actOnThreads, tellError } from '../../app/acts.ts';
import { engine } from '../../app/engine.ts';
import { formatWhen } from '../../app/format.ts';
import { outboxQuery } from '../../app/queries.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';

const t = strings.planned;

/** Asks what becomes of the messages that wait for their time in threads that are thrown away. */
export default function PlannedDialog() {
  const overlay = useApp((app) => app.overlay);
  const close = useApp((app) => app.closeOverlay);
  // What was known before may lack the message that was asked about.
  const { data: outbox, isFetchedAfterMount } = useQuery({ ...outboxQuery(), refetchOnMount: 'always' });
  const [busy, setBusy] = useState(false);
  const asked = overlay?.kind === 'planned' ? overlay : null;
  const waiting = isFetchedAfterMount
    ? outbox?.filter(({ planned, threadId }) => planned && threadId !== null && asked?.ids.includes(threadId))
    : undefined;
  const proceed = () => {
    close();
    if (asked) void actOnThreads(asked.ids, asked.act, null, true);
  };
  // They have gone out while the question was on its way.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when what waits is known
  useEffect(() => {
    if (waiting?.length === 0 && !busy) proceed();
  }, [waiting?.length]);
  if (!waiting || waiting.length === 0) return null;

  const keep = async () => {
    setBusy(true);
    try {
      for (const { actionId } of waiting) await engine.actions.undo({ actionId });
      proceed();
    } catch (error) {
      close();
      tellError(error);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || close()}
      title={t.title(waiting.length)}
      description={t.body(waiting.length)}
      footer={
        <>
          <Button onClick={close}>{strings.common.cancel}</Button>
          <Button onClick={proceed}>{t.send(waiting.length)}</Button>
          <Button variant="primary" busy={busy} onClick={() => void keep()}>
            {t.keep}
          </Button>
        </>
      }
    >
      <ul>
        {waiting.map(({ actionId, title, holdUntil }) => (
          <li key={actionId}>{holdUntil === null ? title : t.at(title, formatWhen(holdUntil))}</li>
        ))}
      </ul>
      <p>{t.kept}</p>
    </Dialog>
  );
}
