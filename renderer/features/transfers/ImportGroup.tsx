import { FileInput, FolderInput } from 'lucide-react';
import type { ImportState } from '#shared/contract/transfers.ts';
import { tellError } from '../../app/acts.ts';
import { engine } from '../../app/engine.ts';
import { strings } from '../../app/strings/index.ts';
import { importMail, useTransfers } from '../../app/transfers.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { ErrorDetail } from '../../design/ErrorState.tsx';
import { ProgressLine } from '../../design/ProgressLine.tsx';
import { Group } from '../settings/Setting.tsx';
import styles from './Transfers.module.css';

const words = strings.transfers.import;

/** Problems that are listed; the rest is counted. */
const SHOWN = 20;

function LeftOut({ state }: { state: ImportState }) {
  if (state.leftOut === 0) return null;
  const shown = state.problems.slice(0, SHOWN);
  return (
    <details className={styles.leftOut}>
      <summary>{words.leftOut(state.leftOut)}</summary>
      <ul data-selectable="">
        {shown.map(({ file, offset, reason }) => (
          <li key={`${file} ${offset}`}>
            <span>{words.reasons[reason]}</span>
            <span className={styles.file}>
              {file}
              {offset > 0 ? `, ${words.at(offset)}` : ''}
            </span>
          </li>
        ))}
        {state.leftOut > shown.length ? <li>{words.more(state.leftOut - shown.length)}</li> : null}
      </ul>
    </details>
  );
}

function Running({ state }: { state: ImportState }) {
  const looking = state.state === 'looking';
  return (
    <div className={styles.running}>
      <p className={styles.line}>
        <span className={styles.what}>
          {looking || !state.file ? words.looking : words.reading(state.file)}
        </span>
        {looking ? null : (
          <span className="tabular">{words.percent(state.total > 0 ? state.done / state.total : 0)}</span>
        )}
      </p>
      <ProgressLine label={words.running} done={state.done} total={state.total} />
      <p className={styles.counts}>{words.counts(state)}</p>
      <div>
        <Button onClick={() => void engine.transfers.stopImport({}).catch(tellError)}>{words.stop}</Button>
      </div>
    </div>
  );
}

function Ended({ state, end }: { state: ImportState; end: 'done' | 'stopped' | 'failed' }) {
  const { error } = state;
  return (
    <Banner
      tone={end === 'failed' ? 'danger' : end === 'stopped' || state.leftOut > 0 ? 'warn' : 'neutral'}
      title={error ? error.message : words.titles[end]}
      live
      actions={
        end === 'done' || error?.code === 'import-nothing' ? undefined : (
          <Button size="small" onClick={() => void engine.transfers.resumeImport({}).catch(tellError)}>
            {words.goOn}
          </Button>
        )
      }
    >
      {error ? <p>{error.advice}</p> : null}
      {error?.code === 'import-nothing' ? null : <p className="tabular">{words.counts(state)}</p>}
      {end === 'stopped' ? <p>{words.stoppedHint}</p> : null}
      <LeftOut state={state} />
      {error ? <ErrorDetail error={error} /> : null}
    </Banner>
  );
}

/** Brings mail in from files: where it goes, how far it is, what came of it. */
export function ImportGroup() {
  const state = useTransfers((transfers) => transfers.import);
  const running = state?.state === 'running' || state?.state === 'looking';
  return (
    <Group title={words.title} hint={words.hint}>
      <p className={styles.note}>{words.where}</p>
      {state && running ? (
        <Running state={state} />
      ) : (
        <div className={styles.acts}>
          <Button icon={<FileInput aria-hidden />} onClick={() => void importMail('mail-files')}>
            {words.files}
          </Button>
          <Button icon={<FolderInput aria-hidden />} onClick={() => void importMail('mail-folder')}>
            {words.folder}
          </Button>
        </div>
      )}
      {state && (state.state === 'done' || state.state === 'stopped' || state.state === 'failed') ? (
        <Ended state={state} end={state.state} />
      ) : null}
    </Group>
  );
}
