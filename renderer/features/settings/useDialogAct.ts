import type { QueryKey } from '@tanstack/react-query';
import { useState } from 'react';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { queryClient } from '../../app/queryClient.ts';

export interface DialogAct {
  busy: boolean;
  /** Why the last one failed; the dialog stays open then. */
  error: ErrorInfo | null;
  perform: (act: () => Promise<unknown>) => Promise<void>;
}

/** What a dialog asks of the engine: done, `queryKey` is asked for anew and the dialog closes. */
export function useDialogAct(queryKey: QueryKey, onClose: () => void): DialogAct {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const perform = async (act: () => Promise<unknown>) => {
    setBusy(true);
    setError(null);
    try {
      await act();
      await queryClient.invalidateQueries({ queryKey });
      onClose();
    } catch (thrown) {
      setError(toErrorInfo(thrown));
      setBusy(false);
    }
  };
  return { busy, error, perform };
}
