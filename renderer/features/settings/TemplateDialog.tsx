import { lazy, Suspense, useState } from 'react';
import type { Template, TemplateChange } from '#shared/contract/templates.ts';
import { TEMPLATE_FIELDS } from '#shared/text/template-fields.ts';
import { engine } from '../../app/engine.ts';
import { screens } from '../../app/preload.ts';
import { keys } from '../../app/queryKeys.ts';
import { strings } from '../../app/strings/index.ts';
import { Captioned } from '../../design/Field.tsx';
import { FormDialog } from '../../design/FormDialog.tsx';
import { TextField } from '../../design/TextField.tsx';
import { RemovalDialog } from './RemovalDialog.tsx';
import { useDialogAct } from './useDialogAct.ts';

const RichText = lazy(screens.richText);
const t = strings.templates;

/** A text to begin a message with: its name, its words, its fields. */
export function TemplateDialog({ template, onClose }: { template: Template | null; onClose: () => void }) {
  const [form, setForm] = useState<TemplateChange>(template ?? { id: null, name: '', html: '', text: '' });
  const act = useDialogAct(keys.templates, onClose);
  const { busy, error, perform } = act;
  const [removing, setRemoving] = useState(false);
  const [nameless, setNameless] = useState(false);

  if (template && removing)
    return (
      <RemovalDialog
        title={t.removeTitle(template.name)}
        description={t.removeBody}
        label={t.remove}
        act={act}
        remove={() => engine.templates.remove({ id: template.id })}
        onBack={() => setRemoving(false)}
        onClose={onClose}
      />
    );

  const save = () => {
    const name = form.name.trim();
    setNameless(name === '');
    if (name !== '') void perform(() => engine.templates.save({ ...form, name }));
  };

  return (
    <FormDialog
      wide
      title={template ? t.editTitle(template.name) : t.addTitle}
      save={t.save}
      busy={busy}
      error={error}
      removal={template ? { label: strings.common.remove('…'), onRemove: () => setRemoving(true) } : null}
      onSave={save}
      onClose={onClose}
    >
      <TextField
        label={t.name}
        value={form.name}
        error={nameless ? t.needsName : undefined}
        onChange={(event) => {
          setNameless(false);
          setForm((before) => ({ ...before, name: event.target.value }));
        }}
      />
      <Captioned
        label={t.body}
        framed
        hint={t.fields(TEMPLATE_FIELDS.map((field) => `{${field}}`).join(' '))}
      >
        <Suspense fallback={null}>
          <RichText
            html={form.html}
            label={t.body}
            placeholder={t.placeholder}
            bar
            focus={false}
            isPicture={() => false}
            onChange={(content) => setForm((before) => ({ ...before, ...content }))}
          />
        </Suspense>
      </Captioned>
    </FormDialog>
  );
}
