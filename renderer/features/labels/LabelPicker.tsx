import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Label } from '#shared/contract/labels.ts';
import { labelColour, labelThreads, labelThreadsAnew } from '../../app/labels.ts';
import { labelsQuery, labelUseQuery } from '../../app/queries.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Dialog } from '../../design/Dialog.tsx';
import { Kbd } from '../../design/Kbd.tsx';
import { PickField, type PickOption } from '../../design/PickField.tsx';
import styles from './Labels.module.css';

const t = strings.labels;
const longestName = 60;

/** Gives threads labels or takes them away: type to narrow or to name a new one, Enter to choose. */
export default function LabelPicker() {
  const overlay = useApp((app) => app.overlay);
  return overlay?.kind === 'label' ? <Picker ids={overlay.threadIds} /> : null;
}

interface Choice {
  /** `null` makes one of what was typed. */
  label: Label | null;
  on: boolean;
}

function Picker({ ids }: { ids: string[] }) {
  const close = useApp((app) => app.closeOverlay);
  const { data: labels = [] } = useQuery(labelsQuery());
  const { data: uses = [] } = useQuery(labelUseQuery(ids));
  const [text, setText] = useState('');
  const name = text.replace(/\s+/g, ' ').trim();
  const wanted = name.toLocaleLowerCase();
  const isNew = name !== '' && !labels.some((label) => label.name.toLocaleLowerCase() === wanted);

  const options: PickOption<Choice>[] = labels
    .filter((label) => label.name.toLocaleLowerCase().includes(wanted))
    .map((label) => {
      const threads = uses.find(({ labelId }) => labelId === label.id)?.threads ?? 0;
      const some = threads > 0 && threads < ids.length;
      return {
        key: label.id,
        value: { label, on: threads < ids.length },
        icon: <span className={styles.dot} style={{ background: labelColour(label) }} aria-hidden="true" />,
        label: label.name,
        note: some ? t.some(threads, ids.length) : null,
        checked: some ? 'mixed' : threads > 0,
      };
    });
  if (isNew)
    options.push({
      key: 'new',
      value: { label: null, on: true },
      icon: <Plus aria-hidden />,
      label: t.make(name),
    });

  const pick = ({ label, on }: Choice, goOn: boolean) => {
    if (label) void labelThreads(ids, label, on);
    else void labelThreadsAnew(ids, name);
    if (goOn) setText('');
    else close();
  };

  return (
    <Dialog open onOpenChange={close} title={t.pick(ids.length)}>
      <PickField
        label={t.find}
        listLabel={t.title}
        value={text}
        onChange={(typed) => setText(typed.slice(0, longestName))}
        options={options}
        onPick={pick}
      />
      {options.length === 0 ? <p className={styles.meta}>{t.typeOne}</p> : null}
      <p className={styles.keys} aria-hidden="true">
        <span>
          <Kbd keys="Enter" /> {t.keys.choose}
        </span>
        <span>
          <Kbd keys="Shift+Enter" /> {t.keys.more}
        </span>
      </p>
    </Dialog>
  );
}
