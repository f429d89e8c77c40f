import { CHANGED_ELSEWHERE } from '#shared/contract/draft-notices.ts';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { narrowWindow, useMedia } from '../../app/useMedia.ts';
import { inInbox } from '../../app/windows.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import styles from './Composer.module.css';

/** What became of the draft on the server, and the way to its other text where the drafts are not in sight. */
export function DraftNotice({ notice }: { notice: ErrorInfo }) {
  const inDrafts = useApp((app) => app.place.kind === 'drafts');
  const narrow = useMedia(narrowWindow);
  const leads = notice.code === CHANGED_ELSEWHERE && inInbox() && (narrow || !inDrafts);
  return (
    <div className={styles.ask}>
      <Banner
        tone="info"
        live
        title={notice.message}
        actions={
          leads ? (
            <Button size="small" onClick={() => useApp.getState().goTo({ kind: 'drafts' })}>
              {strings.composer.openDrafts}
            </Button>
          ) : undefined
        }
      >
        {notice.advice}
      </Banner>
    </div>
  );
}
