import type { MailItem, TextItem } from '#shared/contract/timeline.ts';
import { editPlanned, resolveSend, tellError, undoAction } from '../../app/acts.ts';
import { askSendTime } from '../../app/askWhen.ts';
import { shortcutOf } from '../../app/commands.ts';
import { engine } from '../../app/engine.ts';
import { formatWhen } from '../../app/format.ts';
import { strings } from '../../app/strings/index.ts';
import { useNow } from '../../app/useNow.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { ErrorDetail } from '../../design/ErrorState.tsx';
import { Kbd } from '../../design/Kbd.tsx';
import styles from './Timeline.module.css';

const t = strings.conversation;

/** "Sending in 8 s · Undo" while a message is held back; nothing otherwise. */
export function Hold({ item }: { item: MailItem | TextItem }) {
  const { holdUntil, actionId } = item;
  const now = useNow(500, holdUntil !== null);
  if (holdUntil === null || holdUntil <= now) return null;
  // Longer than any time to undo: it waits for a time the user chose.
  if (holdUntil - now > 60_000 && actionId)
    return (
      <span className={styles.hold}>
        {strings.when.planned(formatWhen(holdUntil, now))}
        <Button size="small" variant="quiet" onClick={() => void editPlanned(actionId)}>
          {strings.when.edit}
        </Button>
        <Button size="small" variant="quiet" onClick={() => askSendTime(actionId, holdUntil)}>
          {strings.when.change}
        </Button>
      </span>
    );
  return (
    <span className={styles.hold}>
      {t.held(Math.ceil((holdUntil - now) / 1000))}
      {actionId ? (
        <Button size="small" variant="quiet" onClick={() => void undoAction(actionId)}>
          {strings.common.undo}
          <Kbd keys={shortcutOf('undo') ?? 'z'} />
        </Button>
      ) : null}
    </span>
  );
}

/** What went wrong with a message of mine and the ways on; nothing when all is well. */
export function SendTrouble({ item }: { item: MailItem | TextItem }) {
  const state = item.kind === 'mail' ? item.sendState : item.status;
  const failed = state === 'failed' || state === 'undelivered';
  const unsure = state === 'unsure';
  const { actionId, error } = item;
  // It went out, though not to everybody.
  const partly = state === 'sent' && item.kind === 'mail' && error !== null;
  if (!item.fromMe || !(failed || unsure || partly)) return null;
  const title = error?.message ?? (unsure ? t.send.unsure : t.send.failed);
  const resolve = (how: 'check' | 'send-again' | 'mark-sent') => () => {
    if (actionId) resolveSend(actionId, how).catch(tellError);
  };
  return (
    <Banner
      tone={failed ? 'danger' : 'warn'}
      title={title}
      actions={
        actionId === null || partly ? null : unsure ? (
          <>
            <Button size="small" onClick={resolve('check')}>
              {t.check}
            </Button>
            <Button size="small" onClick={resolve('send-again')}>
              {t.sendAgain}
            </Button>
            <Button size="small" onClick={resolve('mark-sent')}>
              {t.markSent}
            </Button>
          </>
        ) : (
          <Button size="small" onClick={() => void engine.outbox.retry({ actionId }).catch(tellError)}>
            {strings.common.retry}
          </Button>
        )
      }
    >
      {error?.advice ? <p>{error.advice}</p> : null}
      {error ? <ErrorDetail error={error} /> : null}
    </Banner>
  );
}
