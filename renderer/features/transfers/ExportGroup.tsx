import { FolderOutput } from 'lucide-react';
import type { ExportState } from '#shared/contract/transfers.ts';
import { tellError } from '../../app/acts.ts';
import { engine } from '../../app/engine.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { useTransfers } from '../../app/transfers.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { ErrorDetail } from '../../design/ErrorState.tsx';
import { ProgressLine } from '../../design/ProgressLine.tsx';
import { Group } from '../settings/Setting.tsx';
import styles from './Transfers.module.css';

const words = strings.transfers.export;

function Running({ state }: { state: ExportState }) {
  return (
    <div className={styles.running}>
      <p className={styles.line}>
        <span className={styles.what}>{state.out}</span>
        <span className="tabular">{words.counts(state.done, state.total)}</span>
      </p>
      <ProgressLine label={words.running} done={state.done} total={state.total} />
      <div>
        <Button onClick={() => void engine.transfers.stopExport({}).catch(tellError)}>{words.stop}</Button>
      </div>
    </div>
  );
}

function Ended({ state, end }: { state: ExportState; end: 'done' | 'stopped' | 'failed' }) {
  const lacking = state.missing > 0 || state.textsLeftOut > 0;
  return (
    <Banner
      tone={end === 'failed' ? 'danger' : end === 'stopped' || lacking ? 'warn' : 'neutral'}
      title={end === 'failed' && state.error ? state.error.message : words.titles[end]}
      live
    >
      {end === 'failed' && state.error ? <p>{state.error.advice}</p> : null}
      <p className={styles.file} data-selectable="">
        {end === 'done' ? words.result(state.done, state.files, state.out) : words.partly(state.out)}
      </p>
      {state.missing > 0 ? <p>{words.missing(state.missing)}</p> : null}
      {state.textsLeftOut > 0 ? <p>{words.textsLeftOut(state.textsLeftOut)}</p> : null}
      {end === 'failed' && state.error ? <ErrorDetail error={state.error} /> : null}
    </Banner>
  );
}

/** Writes mail to files: how far it is, and where it went. */
export function ExportGroup() {
  const state = useTransfers((transfers) => transfers.export);
  const showOverlay = useApp((app) => app.showOverlay);
  return (
    <Group title={words.title} hint={words.hint}>
      {state?.state === 'running' ? (
        <Running state={state} />
      ) : (
        <div>
          <Button
            icon={<FolderOutput aria-hidden />}
            onClick={() => showOverlay({ kind: 'export', threadIds: [], place: null })}
          >
            {words.open}
          </Button>
        </div>
      )}
      {state && state.state !== 'running' ? <Ended state={state} end={state.state} /> : null}
    </Group>
  );
}
