import { useQuery } from '@tanstack/react-query';
import { toErrorInfo } from '../../app/errors.ts';
import { formatTime } from '../../app/format.ts';
import { mediaHostQuery } from '../../app/queries.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { ErrorDetail } from '../../design/ErrorState.tsx';
import { Skeleton } from '../../design/Skeleton.tsx';
import { MediaHostForm } from './MediaHostForm.tsx';
import { Group } from './Setting.tsx';
import styles from './Settings.module.css';

const words = strings.settings.texts;

/** Where files of texts are put, and what lies there just now. */
export function TextsSection() {
  const { data: state, error } = useQuery(mediaHostQuery());
  if (error) {
    const info = toErrorInfo(error);
    return (
      <Banner tone="danger" title={info.message}>
        <p>{info.advice}</p>
        <ErrorDetail error={info} />
      </Banner>
    );
  }
  return (
    <Group title={words.host} hint={words.hostHint}>
      <Banner tone="info" title={words.privacyTitle}>
        {words.privacy}
      </Banner>
      {state ? (
        <>
          {state.stuck > 0 && state.error ? (
            <Banner tone="warn" title={words.stuck(state.stuck)}>
              <p>
                {state.error.message} {state.error.advice}
                {state.nextAt === null ? '' : ` ${words.retryAt(formatTime(state.nextAt))}`}
              </p>
              <ErrorDetail error={state.error} />
            </Banner>
          ) : null}
          {state.files > state.stuck ? (
            <p className={styles.hint}>{words.onHost(state.files - state.stuck)}</p>
          ) : null}
          <MediaHostForm key={state.host?.uploadUrl ?? ''} host={state.host} />
        </>
      ) : (
        <Skeleton width="18rem" />
      )}
    </Group>
  );
}
