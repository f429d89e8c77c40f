import { useCallback, useEffect, useRef, useState } from 'react';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { announce } from '../../app/announce.tsx';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { strings } from '../../app/strings/index.ts';

export interface SignIn {
  /** The provider's page, open in the browser; `null` while nothing is waited for. */
  page: string | null;
  error: ErrorInfo | null;
  /** Opens the page and waits. Resolves to what was granted; `null` when it came to nothing. */
  begin: (request: { provider: string; name: string; address: string }) => Promise<string | null>;
  stop: () => void;
}

/** Signs in through a provider's pages in the browser. */
export function useSignIn(): SignIn {
  const [page, setPage] = useState<string | null>(null);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const waiting = useRef<AbortController | null>(null);
  const stop = useCallback(() => {
    if (!waiting.current) return;
    waiting.current.abort();
    waiting.current = null;
    setPage(null);
    // The engine gives up by itself in the end, so nobody waits for this answer.
    engine.signIn.stop({}).catch(() => {});
  }, []);
  useEffect(() => stop, [stop]);

  const begin = useCallback<SignIn['begin']>(async ({ provider, name, address }) => {
    waiting.current?.abort();
    const mine = new AbortController();
    waiting.current = mine;
    setError(null);
    try {
      const events = await engine.signIn.begin({ provider, address }, { signal: mine.signal });
      for await (const event of events) {
        if (mine.signal.aborted) return null;
        if (event.state === 'done') return event.grantId;
        setPage(event.url);
        window.open(event.url);
        announce(strings.signIn.waiting(name));
      }
      return null;
    } catch (thrown) {
      if (!mine.signal.aborted) setError(toErrorInfo(thrown));
      return null;
    } finally {
      if (waiting.current === mine) {
        waiting.current = null;
        setPage(null);
      }
    }
  }, []);

  return { page, error, begin, stop };
}
