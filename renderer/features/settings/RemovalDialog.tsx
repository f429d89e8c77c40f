import type { ReactNode } from 'react';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { ErrorBanner } from '../../design/ErrorBanner.tsx';
import type { DialogAct } from './useDialogAct.ts';

/** Asks before something is removed; `onBack` leads back to where it is changed. */
export function RemovalDialog({
  title,
  description,
  label,
  act,
  remove,
  onBack,
  onClose,
}: {
  title: string;
  description: ReactNode;
  label: string;
  act: DialogAct;
  remove: () => Promise<unknown>;
  onBack: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onBack}>{strings.common.cancel}</Button>
          <Button variant="danger" busy={act.busy} onClick={() => void act.perform(remove)}>
            {label}
          </Button>
        </>
      }
    >
      {act.error ? <ErrorBanner error={act.error} /> : null}
    </Dialog>
  );
}
