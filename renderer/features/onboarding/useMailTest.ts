import { useCallback, useEffect, useRef, useState } from 'react';
import type { TestStep } from '#shared/contract/accounts.ts';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { announce } from '../../app/announce.tsx';
import { toErrorInfo } from '../../app/errors.ts';
import { strings } from '../../app/strings/index.ts';
import { allPassed, applyStep, type CheckStep, firstFailure, mailSteps } from './check-steps.ts';

export interface MailTest {
  steps: CheckStep[];
  running: boolean;
  /** Why the test itself ended early; a failed step carries its own error. */
  error: ErrorInfo | null;
  /** Resolves to whether both servers passed. A test under way is given up for the new one. */
  run: (begin: BeginTest) => Promise<boolean>;
}

/** The engine's call that tries the steps; it ends after the last one or the first failure. */
export type BeginTest = (options: { signal: AbortSignal }) => Promise<AsyncIterable<TestStep>>;

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

  const run = useCallback(async (begin: BeginTest) => {
    latest.current?.abort();
    const mine = new AbortController();
    latest.current = mine;
    let rows = mailSteps();
    setSteps(rows);
    setError(null);
    setRunning(true);
    try {
      for await (const event of await begin({ signal: mine.signal })) {
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
