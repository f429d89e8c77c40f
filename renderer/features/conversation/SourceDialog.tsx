import { useQuery } from '@tanstack/react-query';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { formatSize } from '../../app/format.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { ErrorState } from '../../design/ErrorState.tsx';
import { saveMessage } from './message-acts.ts';
import styles from './SourceDialog.module.css';

const t = strings.conversation;
const shownBytes = 500_000;

/** The message as it travelled, header and all. */
export default function SourceDialog() {
  const overlay = useApp((app) => app.overlay);
  const close = useApp((app) => app.closeOverlay);
  const id = overlay?.kind === 'source' ? overlay.messageId : '';
  const { data, error } = useQuery({
    queryKey: ['source', id],
    queryFn: () => engine.messages.source({ id, limit: shownBytes }),
    enabled: id !== '',
    gcTime: 0,
  });
  return (
    <Dialog
      open
      wide
      onOpenChange={close}
      title={t.sourceTitle}
      footer={
        data ? (
          <>
            {data.size > shownBytes ? (
              <span className={styles.size}>
                {t.sourceSize(formatSize(shownBytes), formatSize(data.size))}
              </span>
            ) : null}
            <Button onClick={() => void saveMessage(id)}>{strings.transfers.message.saveEml}</Button>
            <Button onClick={() => void navigator.clipboard.writeText(data.source)}>{t.copy}</Button>
          </>
        ) : null
      }
    >
      {error ? <ErrorState error={toErrorInfo(error)} /> : null}
      {data ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable to be scrolled by keys
        <pre className={styles.source} tabIndex={0} data-selectable="">
          {data.source}
        </pre>
      ) : null}
    </Dialog>
  );
}
