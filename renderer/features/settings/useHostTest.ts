import { useCallback, useEffect, useRef, useState } from 'react';
import type { MediaHostStep } from '#shared/contract/media-host.ts';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { announce } from '../../app/announce.tsx';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { strings } from '../../app/strings/index.ts';
import type { HostInput } from './media-host-form.ts';

export interface HostTest {
  steps: MediaHostStep[];
  running: boolean;
  /** Why the test itself could not run; a failed step carries its own. */
  error: ErrorInfo | null;
  run(input: HostInput): Promise<void>;
  clear(): void;
}

/** Tries a place for files and keeps what came of each step. */
export function useHostTest(): HostTest {
  const [steps, setSteps] = useState<MediaHostStep[]>([]);
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const latest = useRef<AbortController | null>(null);
  useEffect(() => () => latest.current?.abort(), []);

  const clear = useCallback(() => {
    latest.current?.abort();
    setSteps([]);
    setError(null);
    setRunning(false);
  }, []);

  const run = useCallback(
    async (input: HostInput) => {
      clear();
      const mine = new AbortController();
      latest.current = mine;
      setRunning(true);
      const said: MediaHostStep[] = [];
      try {
        for await (const step of await engine.mediaHost.test(input, { signal: mine.signal })) {
          if (mine.signal.aborted) return;
          said.push(step);
          setSteps([...said]);
        }
        const failed = said.find((step) => step.error !== null)?.error;
        announce(failed ? failed.message : strings.settings.texts.worked, failed ? 'assertive' : 'polite');
      } catch (thrown) {
        if (!mine.signal.aborted) setError(toErrorInfo(thrown));
      } finally {
        if (latest.current === mine) setRunning(false);
      }
    },
    [clear],
  );

  return { steps, running, error, run, clear };
}
