import { CircleAlert, CircleHelp, Clock, Hourglass, Mail, MessageSquare, Send } from 'lucide-react';
import { useState } from 'react';
import type { OutboxEntry } from '#shared/contract/outbox.ts';
import {
  editPlanned,
  keepAsDraft,
  resolveSend,
  sendAtAnotherTime,
  tellError,
  undoAction,
} from '../../app/acts.ts';
import { askSendTime } from '../../app/askWhen.ts';
import { engine } from '../../app/engine.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { useNow } from '../../app/useNow.ts';
import { Button } from '../../design/Button.tsx';
import { ErrorDetail } from '../../design/ErrorState.tsx';
import { entryWords } from './entry-words.ts';
import styles from './Outbox.module.css';

const words = strings.outbox;

const icons = {
  held: Clock,
  queued: Hourglass,
  running: Send,
  waiting: Clock,
  failed: CircleAlert,
  unsure: CircleHelp,
};

type How = Parameters<typeof engine.outbox.resolve>[0]['how'];

const ways: readonly { how: How; label: string; hint: string }[] = [
  { how: 'check', label: words.unsure.check, hint: words.unsure.checkHint },
  { how: 'mark-sent', label: words.unsure.markSent, hint: words.unsure.markSentHint },
  { how: 'send-again', label: words.unsure.sendAgain, hint: words.unsure.sendAgainHint },
];

/** What to do with a message of which nobody knows whether it went out. */
function Unsure({ entry, busy, act }: { entry: OutboxEntry; busy: boolean; act: Act }) {
  return (
    <>
      <p>
        {entry.error ? '' : `${words.unsure.unknown} `}
        {words.unsure.why}
      </p>
      <ul className={styles.ways} aria-label={words.actionsFor(entry.title)}>
        {ways.map(({ how, label, hint }) => {
          const hintId = `${entry.actionId}-${how}`;
          return (
            <li key={how}>
              <Button
                size="small"
                aria-describedby={hintId}
                busy={busy}
                onClick={() => act(() => resolveSend(entry.actionId, how))}
              >
                {label}
              </Button>
              <span id={hintId} className={styles.meta}>
                {hint}
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** What to do with a message that waits for its time. */
function PlannedActs({ entry, busy, act }: { entry: OutboxEntry; busy: boolean; act: Act }) {
  const { actionId } = entry;
  return (
    <>
      <Button size="small" busy={busy} onClick={() => act(() => sendAtAnotherTime(actionId, null))}>
        {strings.when.sendNow}
      </Button>
      <Button size="small" busy={busy} onClick={() => askSendTime(actionId, entry.holdUntil)}>
        {strings.when.change}
      </Button>
      <Button size="small" busy={busy} onClick={() => act(() => editPlanned(actionId))}>
        {strings.when.edit}
      </Button>
      <Button size="small" busy={busy} onClick={() => act(() => keepAsDraft(actionId))}>
        {strings.when.dontSend}
      </Button>
    </>
  );
}

type Act = (work: () => Promise<unknown>) => void;

/** One thing that waits: what, why, until when, and what can be done about it. */
export function Entry({ entry }: { entry: OutboxEntry }) {
  const { actionId, state, error, threadId } = entry;
  const counting = state === 'held' || state === 'waiting';
  const now = useNow(1000, counting);
  const openThread = useApp((app) => app.openThread);
  const goTo = useApp((app) => app.goTo);
  const [busy, setBusy] = useState(false);
  const Icon = icons[state];
  const Channel = entry.channel === 'mail' ? Mail : MessageSquare;

  const act: Act = async (work) => {
    setBusy(true);
    try {
      await work();
    } catch (thrown) {
      tellError(thrown);
    } finally {
      setBusy(false);
    }
  };
  const canRetry = state === 'failed' || state === 'waiting';
  const canCancel = state !== 'running' && state !== 'unsure';
  return (
    <li className={styles.entry} data-state={state}>
      <Channel className={styles.channel} aria-hidden />
      <div className={styles.body}>
        <h4 className={styles.title}>
          <span className="visually-hidden">{strings.channels[entry.channel]}: </span>
          {entry.title}
        </h4>
        {entry.subject ? <p className={styles.subject}>{entry.subject}</p> : null}
        <p className={styles.state}>
          <Icon aria-hidden />
          <span className="tabular">{entryWords(entry, now)}</span>
        </p>
        {error ? (
          <div className={styles.why}>
            <p>{error.message}</p>
            {error.advice && state !== 'unsure' ? <p>{error.advice}</p> : null}
          </div>
        ) : null}
        {state === 'unsure' ? <Unsure entry={entry} busy={busy} act={act} /> : null}
        {error ? <ErrorDetail error={error} /> : null}
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields, these are buttons */}
        <div className={styles.acts} role="group" aria-label={words.actionsFor(entry.title)}>
          {canRetry ? (
            <Button
              size="small"
              busy={busy}
              onClick={() => void act(() => engine.outbox.retry({ actionId }))}
            >
              {state === 'failed' ? words.retry : words.retryNow}
            </Button>
          ) : null}
          {entry.planned ? <PlannedActs entry={entry} busy={busy} act={act} /> : null}
          {canCancel && !entry.planned ? (
            <Button size="small" busy={busy} onClick={() => void act(() => undoAction(actionId))}>
              {state === 'held' ? words.undo : state === 'failed' && entry.sends ? words.edit : words.cancel}
            </Button>
          ) : null}
          {threadId ? (
            <Button
              size="small"
              variant="quiet"
              onClick={() => {
                goTo({ kind: 'view', view: 'all' });
                openThread(threadId, entry.messageId);
              }}
            >
              {words.open}
            </Button>
          ) : null}
        </div>
      </div>
    </li>
  );
}
