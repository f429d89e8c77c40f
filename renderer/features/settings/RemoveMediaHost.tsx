import { useState } from 'react';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { ErrorDetail } from '../../design/ErrorState.tsx';

const words = strings.settings.texts;

/** Asks before the place for files is given up; where files still lie there, asks again and says so. */
export function RemoveMediaHost({ onClose }: { onClose: () => void }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const occupied = error?.code === 'media-host-busy';

  const remove = async () => {
    setBusy(true);
    setError(null);
    try {
      await engine.mediaHost.remove({ anyway: occupied });
      useApp.getState().toast({ text: words.removed });
      onClose();
    } catch (thrown) {
      setError(toErrorInfo(thrown));
      setBusy(false);
    }
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={words.removeTitle}
      description={words.removeBody}
      footer={
        <>
          <Button onClick={onClose}>{strings.common.cancel}</Button>
          <Button variant="danger" busy={busy} onClick={() => void remove()}>
            {occupied ? words.removeAnyway : words.remove.replace('…', '')}
          </Button>
        </>
      }
    >
      {error ? (
        <Banner tone={occupied ? 'warn' : 'danger'} live title={error.message}>
          <p>{error.advice}</p>
          <ErrorDetail error={error} />
        </Banner>
      ) : null}
    </Dialog>
  );
}
