import type { Standing } from '#shared/contract/texts.ts';
import { tellError } from '../../app/acts.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { engine } from '../../app/engine.ts';
import { formatDay } from '../../app/format.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import styles from './Composer.module.css';

const words = strings.settings.texts.compose;

/** Says that and why a number may not be texted, and lets the user decide where only the user can. */
export function StandingNotice({ standing, to }: { standing: Standing; to: string }) {
  if (standing.state === 'open') return null;
  const day = formatDay(standing.at);
  const answer = (meant: 'stop' | 'go-on') =>
    void engine.texts
      .answer({ to, meant })
      .then(() => useApp.getState().toast({ text: meant === 'stop' ? words.stopped : words.allowed }))
      .catch(tellError);
  if (standing.state === 'review') {
    return (
      <div className={styles.ask}>
        <Banner
          tone="warn"
          live
          title={words.reviewTitle}
          actions={
            <>
              <Button size="small" onClick={() => answer('go-on')}>
                {words.goOn}
              </Button>
              <Button size="small" onClick={() => answer('stop')}>
                {words.stop}
              </Button>
            </>
          }
        >
          {words.review(standing.words, day)}
        </Banner>
      </div>
    );
  }
  const mine = standing.source === 'user';
  return (
    <div className={styles.ask}>
      <Banner
        tone="danger"
        title={words.optedOutTitle}
        actions={
          mine ? (
            <Button size="small" onClick={() => answer('go-on')}>
              {words.allow}
            </Button>
          ) : undefined
        }
      >
        {mine
          ? words.byUser(day)
          : words.optedOut(standing.words, day, displayAddress(standing.own), standing.connected)}
      </Banner>
    </div>
  );
}
