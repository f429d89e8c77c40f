import { useState } from 'react';
import { displayAddress } from '../../app/displayAddress.ts';
import { engine } from '../../app/engine.ts';
import { keys } from '../../app/queryKeys.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Captioned } from '../../design/Field.tsx';
import { FormDialog } from '../../design/FormDialog.tsx';
import { TextField } from '../../design/TextField.tsx';
import { ChipField } from '../composer/ChipField.tsx';
import { addressProblem } from '../composer/guards.ts';
import { useDialogAct } from '../settings/useDialogAct.ts';

const t = strings.groups;

/** A group of recipients: its name, and who is in it. */
export default function GroupDialog() {
  const overlay = useApp((app) => app.overlay);
  const close = useApp((app) => app.closeOverlay);
  const group = overlay?.kind === 'group' ? overlay.group : null;
  const [name, setName] = useState(group?.name ?? '');
  const [members, setMembers] = useState(group?.members ?? []);
  const [problem, setProblem] = useState<{ name?: string; members?: string }>({});
  const { busy, error, perform } = useDialogAct(keys.groups, close);
  const { toast } = useApp.getState();

  const save = () => {
    const wrong = members.flatMap((member) => addressProblem(member, 'mail', null) ?? []);
    const found = {
      ...(name.trim() === '' ? { name: t.needsName } : {}),
      ...(members.length === 0 ? { members: t.needsMembers } : {}),
      ...(wrong.length > 0 ? { members: wrong.join(' ') } : {}),
    };
    setProblem(found);
    if (Object.keys(found).length > 0) return;
    void perform(async () => {
      const { actionId } = await engine.groups.save({ id: group?.id ?? null, name: name.trim(), members });
      toast({ text: t.saved(name.trim()), undoActionId: actionId });
    });
  };
  const remove = (groupId: string) =>
    void perform(async () => {
      const { actionId } = await engine.groups.remove({ id: groupId });
      toast({ text: t.removed(name), undoActionId: actionId });
    });

  return (
    <FormDialog
      wide
      title={group?.id ? t.editTitle(group.name) : t.addTitle}
      save={t.save}
      busy={busy}
      error={error}
      removal={group?.id ? { label: t.remove, onRemove: () => group.id && remove(group.id) } : null}
      onSave={save}
      onClose={close}
    >
      <TextField
        label={t.name}
        value={name}
        error={problem.name}
        onChange={(event) => {
          setProblem({});
          setName(event.target.value);
        }}
      />
      <Captioned
        label={t.members}
        error={problem.members}
        hint={members.map(({ address }) => displayAddress(address)).join(', ')}
        framed
      >
        <ChipField
          bare
          label={t.members}
          value={members}
          channel="mail"
          country={null}
          invalid={problem.members !== undefined}
          onChange={(next) => {
            setProblem({});
            setMembers(next);
          }}
        />
      </Captioned>
    </FormDialog>
  );
}
