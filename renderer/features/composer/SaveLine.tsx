import { countSegments } from '#shared/text/segments.ts';
import { formatTime } from '../../app/format.ts';
import { strings } from '../../app/strings/index.ts';
import styles from './Composer.module.css';
import type { DraftState } from './draft-state.ts';

const t = strings.composer;

function savedText(state: DraftState): string {
  if (state.error) return t.notSaved;
  if (state.saving === 'waiting' || state.saving === 'running') return t.saving;
  if (state.savedAt === null) return '';
  if (state.serverSavedAt !== null)
    return t.savedServer(formatTime(state.savedAt), formatTime(state.serverSavedAt));
  return t.savedAt(formatTime(state.savedAt));
}

/** How long the text is for the carrier, and whether it is saved. */
export function SaveLine({ state }: { state: DraftState }) {
  const { channel, text } = state.fields;
  const segments = channel === 'sms' ? countSegments(text) : null;
  return (
    <p className={styles.saveLine}>
      {segments ? (
        <span title={t.segmentsWhy}>
          {t.segments(
            segments.units,
            segments.unitsPerSegment * Math.max(1, segments.segments),
            Math.max(1, segments.segments),
            segments.encoding === 'UCS-2',
          )}
        </span>
      ) : null}
      <span>{savedText(state)}</span>
    </p>
  );
}
