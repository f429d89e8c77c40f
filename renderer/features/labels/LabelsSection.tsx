import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Label } from '#shared/contract/labels.ts';
import { labelColour } from '../../app/labels.ts';
import { labelsQuery } from '../../app/queries.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { Row, Rows } from '../../design/Rows.tsx';
import { Group } from '../settings/Setting.tsx';
import { LabelDialog } from './LabelDialog.tsx';
import styles from './Labels.module.css';

const t = strings.labels;

/** The labels there are: made, renamed, recoloured and deleted here. */
export function LabelsSection() {
  const labels = useQuery(labelsQuery()).data;
  const [asked, setAsked] = useState<Label | 'new' | null>(null);
  if (!labels) return null;
  return (
    <Group title={t.title} hint={t.hint}>
      {labels.length === 0 ? (
        <p>{t.none}</p>
      ) : (
        <Rows label={t.title}>
          {labels.map((label) => (
            <Row
              key={label.id}
              mark={
                <span className={styles.dot} style={{ background: labelColour(label) }} aria-hidden="true" />
              }
              title={label.name}
              acts={
                <Button size="small" aria-label={t.change(label.name)} onClick={() => setAsked(label)}>
                  {t.edit}
                </Button>
              }
            />
          ))}
        </Rows>
      )}
      <div>
        <Button icon={<Plus aria-hidden />} onClick={() => setAsked('new')}>
          {t.add}
        </Button>
      </div>
      {asked ? <LabelDialog label={asked === 'new' ? null : asked} onClose={() => setAsked(null)} /> : null}
    </Group>
  );
}
