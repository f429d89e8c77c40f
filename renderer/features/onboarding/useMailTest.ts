import { useCallback, useEffect, useRef, useState } from 'react';
import type { ErrorInfo, MailSettings } from '#shared/contract/model.ts';
import { announce } from '../../app/announce.tsx';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { strings } from '../../app/strings/index.ts';
import { allPassed, applyStep, type CheckStep, firstFailure, mailSteps } from './check-steps.ts';

export interface MailTest {
  steps: CheckStep[];
  running: boolean;
  /** Why the test itself ended early; a failed step carries its own error. */
  error: ErrorInfo | null;
  /** Resolves to whether both servers passed. A test under way is given up for the new one. */
  run: (settings: MailSettings, password: string) => Promise<boolean>;
}

const cutShort = (): ErrorInfo => ({
  code: 'test-cut-short',
  message: strings.onboarding.mail.stopped,
  advice: '',
  detail: null,
});

/** Tries both servers of an account and keeps the state of every step. */
export function useMailTest(): MailTest {
  const [steps, setSteps] = useState<CheckStep[]>([]);
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const latest = useRef<AbortController | null>(null);
  useEffect(() => () => latest.current?.abort(), []);

  const run = useCallback(async (settings: MailSettings, password: string) => {
    latest.current?.abort();
    const mine = new AbortController();
    latest.current = mine;
    let rows = mailSteps();
    setSteps(rows);
    setError(null);
    setRunning(true);
    try {
      const events = await engine.accounts.testMail({ settings, password }, { signal: mine.signal });
      for await (const event of events) {
        if (mine.signal.aborted) return false;
        rows = applyStep(rows, event);
        setSteps(rows);
        if (event.state === 'ok') announce(strings.onboarding.mail.steps[event.step].ok);
      }
      const failed = firstFailure(rows);
      if (failed?.error) announce(failed.error.message, 'assertive');
      const passed = allPassed(rows);
      if (!passed && !failed) setError(cutShort());
      return passed;
    } catch (thrown) {
      if (!mine.signal.aborted) setError(toErrorInfo(thrown));
      return false;
    } finally {
      if (latest.current === mine) setRunning(false);
    }
  }, []);

  return { steps, running, error, run };
}
