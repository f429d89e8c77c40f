import { useQuery } from '@tanstack/react-query';
import { undoAction } from '../../app/acts.ts';
import { formatStamp } from '../../app/format.ts';
import { ruleRunsQuery } from '../../app/queries.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { Row, Rows } from '../../design/Rows.tsx';
import styles from './Rules.module.css';

const words = strings.rules;

/** What rules did lately, and the way to take it back; nothing where there was nothing. */
export function RuleRuns() {
  const { data: runs = [] } = useQuery(ruleRunsQuery());
  if (runs.length === 0) return null;
  return (
    <section className={styles.runs} aria-label={words.runs}>
      <h3>{words.runs}</h3>
      <Rows>
        {runs.map(({ actionId, title, at, undone }) => (
          <Row
            key={actionId}
            title={title}
            acts={
              <>
                <span className={styles.meta}>{formatStamp(at)}</span>
                {undone ? (
                  <span className={styles.meta}>{words.undone}</span>
                ) : (
                  <Button
                    size="small"
                    aria-label={words.undoRun(title)}
                    onClick={() => void undoAction(actionId)}
                  >
                    {strings.common.undo}
                  </Button>
                )}
              </>
            }
          />
        ))}
      </Rows>
    </section>
  );
}
