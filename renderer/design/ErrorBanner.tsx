import type { ErrorInfo } from '#shared/contract/model.ts';
import { Banner } from './Banner.tsx';
import { ErrorDetail } from './ErrorState.tsx';

/** What kept Skein from doing what was just asked: said at once, with what to do, the details in a fold. */
export function ErrorBanner({ error }: { error: ErrorInfo }) {
  return (
    <Banner tone="danger" live title={error.message}>
      {error.advice ? <p>{error.advice}</p> : null}
      <ErrorDetail error={error} />
    </Banner>
  );
}
