import { Check } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import { useState } from 'react';
import type { Label, LabelChange } from '#shared/contract/labels.ts';
import { engine } from '../../app/engine.ts';
import { labelColour } from '../../app/labels.ts';
import { keys } from '../../app/queryKeys.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Captioned } from '../../design/Field.tsx';
import { FormDialog } from '../../design/FormDialog.tsx';
import { TextField } from '../../design/TextField.tsx';
import { useDialogAct } from '../settings/useDialogAct.ts';
import styles from './Labels.module.css';

const t = strings.labels;

/** A label's name and colour, to be made or changed; deleting it can be undone, so nothing is asked. */
export function LabelDialog({ label, onClose }: { label: Label | null; onClose: () => void }) {
  const [form, setForm] = useState<LabelChange>(label ?? { id: null, name: '', colour: null });
  const [nameless, setNameless] = useState(false);
  const { busy, error, perform } = useDialogAct(keys.labels, onClose);
  const remove = async () => {
    const { actionId, title } = await engine.labels.remove({ id: label?.id ?? '' });
    useApp.getState().toast({ text: title, undoActionId: actionId });
  };
  const save = () => {
    const name = form.name.trim();
    setNameless(name === '');
    if (name !== '') void perform(() => engine.labels.save({ ...form, name }));
  };
  return (
    <FormDialog
      title={label ? t.editTitle(label.name) : t.addTitle}
      save={t.save}
      busy={busy}
      error={error}
      removal={label ? { label: t.remove, onRemove: () => void perform(remove) } : null}
      onSave={save}
      onClose={onClose}
    >
      <TextField
        label={t.name}
        value={form.name}
        maxLength={60}
        autoComplete="off"
        error={nameless ? t.needsName : null}
        onChange={(event) => {
          setNameless(false);
          setForm((before) => ({ ...before, name: event.target.value }));
        }}
      />
      <Captioned label={t.colour}>
        <RadioGroup.Root
          className={styles.colours}
          orientation="horizontal"
          aria-label={t.colour}
          value={form.colour === null ? '' : String(form.colour)}
          onValueChange={(colour) => setForm((before) => ({ ...before, colour: Number(colour) }))}
        >
          {t.colours.map((name, colour) => (
            <RadioGroup.Item
              key={name}
              value={String(colour)}
              className={styles.colour}
              style={{ background: labelColour({ colour }) }}
              aria-label={name}
              title={name}
            >
              <RadioGroup.Indicator>
                <Check aria-hidden />
              </RadioGroup.Indicator>
            </RadioGroup.Item>
          ))}
        </RadioGroup.Root>
      </Captioned>
    </FormDialog>
  );
}
