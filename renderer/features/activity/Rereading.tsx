import { formatDate } from '../../app/format.ts';
import { strings } from '../../app/strings/index.ts';
import { useTransfers } from '../../app/transfers.ts';
import { ProgressLine } from '../../design/ProgressLine.tsx';
import styles from './Activity.module.css';

const words = strings.transfers.reread;

/** How far stored mail was read again, while that takes long. */
export function Rereading() {
  const state = useTransfers((transfers) => transfers.reread);
  if (!state) return null;
  const { done, share, reached } = state;
  return (
    <section className={styles.account} aria-label={words.title}>
      <div className={styles.who}>
        <h3>{words.title}</h3>
        <p>{words.reached(done, formatDate(reached))}</p>
      </div>
      <ProgressLine label={words.title} done={share} total={1} />
      <p className={styles.note}>{words.why}</p>
    </section>
  );
}
