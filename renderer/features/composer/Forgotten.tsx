import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import styles from './Composer.module.css';

const t = strings.composer;

/** Asks about what may have been forgotten, before it is sent. */
export function Forgotten({
  words,
  onKeepWriting,
  onSend,
}: {
  words: readonly string[];
  onKeepWriting: () => void;
  onSend: () => void;
}) {
  return (
    <div className={styles.ask}>
      <Banner
        tone="warn"
        live
        title={t.guardTitle}
        actions={
          <>
            <Button size="small" onClick={onKeepWriting}>
              {t.keepWriting}
            </Button>
            <Button size="small" variant="primary" onClick={onSend}>
              {t.sendAnyway}
            </Button>
          </>
        }
      >
        {words.join(' ')}
      </Banner>
    </div>
  );
}
