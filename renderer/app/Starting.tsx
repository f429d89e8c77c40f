import { Button } from '../design/Button.tsx';
import { ErrorState } from '../design/ErrorState.tsx';
import { toErrorInfo } from './errors.ts';
import { queryClient } from './queryClient.ts';
import styles from './Shell.module.css';
import { strings } from './strings/index.ts';

/** What shows until the engine has answered once; quiet for the first moments. */
export function Starting({ error }: { error: unknown }) {
  return (
    <main className={styles.starting}>
      {error ? (
        <ErrorState
          error={toErrorInfo(error)}
          action={
            <Button onClick={() => void queryClient.invalidateQueries()}>{strings.common.retry}</Button>
          }
        />
      ) : (
        <p className={styles.startingText} role="status">
          {strings.app.starting}
        </p>
      )}
    </main>
  );
}
