import { tellError } from '../../app/acts.ts';
import { runCommand } from '../../app/commands.ts';
import { engine } from '../../app/engine.ts';
import { queryClient } from '../../app/queryClient.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import styles from './Conversation.module.css';

const t = strings.conversation;

/** Said once, the first time a text and a mail meet: why, and how to undo it. */
export function JoinNotice({ evidence }: { evidence: string }) {
  const seen = () =>
    void engine.threads
      .noticeSeen({})
      .then(() => queryClient.invalidateQueries({ queryKey: ['thread'] }))
      .catch(tellError);
  return (
    <div className={styles.notice}>
      <Banner
        tone="info"
        title={t.joinTitle}
        actions={
          <>
            <Button size="small" onClick={seen}>
              {t.joinKeep}
            </Button>
            <Button
              size="small"
              onClick={() => {
                runCommand('separate');
                seen();
              }}
            >
              {t.separate}
            </Button>
          </>
        }
      >
        {t.joinBody(evidence)}
      </Banner>
    </div>
  );
}
