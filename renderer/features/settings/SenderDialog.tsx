import { lazy, Suspense, useState } from 'react';
import type { Account } from '#shared/contract/accounts.ts';
import type { Sender, SenderChange, SenderSuggestion } from '#shared/contract/senders.ts';
import { engine } from '../../app/engine.ts';
import { screens } from '../../app/preload.ts';
import { keys } from '../../app/queryKeys.ts';
import { strings } from '../../app/strings/index.ts';
import { Choices } from '../../design/Choices.tsx';
import { Captioned } from '../../design/Field.tsx';
import { FormDialog } from '../../design/FormDialog.tsx';
import { Switch } from '../../design/Switch.tsx';
import { TextField } from '../../design/TextField.tsx';
import { RemovalDialog } from './RemovalDialog.tsx';
import { useDialogAct } from './useDialogAct.ts';

const RichText = lazy(screens.richText);
const t = strings.senders;

/** A name and an address to send from, with the signature. An account's own address is changed with the account. */
export function SenderDialog({
  sender,
  suggestion,
  accounts,
  onClose,
}: {
  sender: Sender | null;
  suggestion: SenderSuggestion | null;
  accounts: readonly Account[];
  onClose: () => void;
}) {
  const [form, setForm] = useState<SenderChange>(
    () =>
      sender ?? {
        id: null,
        accountId: suggestion?.accountId ?? accounts[0]!.id,
        address: suggestion?.address ?? '',
        name: suggestion?.name || (accounts[0]?.name ?? ''),
        ...{ replyTo: '', signatureHtml: '', signatureText: '', preferred: false },
      },
  );
  const act = useDialogAct(keys.senders, onClose);
  const { busy, error, perform } = act;
  const [removing, setRemoving] = useState(false);
  const change = (part: Partial<SenderChange>) => setForm((before) => ({ ...before, ...part }));

  if (sender && removing)
    return (
      <RemovalDialog
        title={t.removeTitle(sender.address)}
        description={t.removeBody}
        label={t.remove}
        act={act}
        remove={() => engine.senders.remove({ id: sender.id })}
        onBack={() => setRemoving(false)}
        onClose={onClose}
      />
    );

  return (
    <FormDialog
      wide
      title={sender ? t.editTitle(sender.address) : t.addTitle}
      save={t.save}
      busy={busy}
      error={error}
      removal={
        sender && !sender.own
          ? { label: strings.common.remove('…'), onRemove: () => setRemoving(true) }
          : null
      }
      onSave={() => void perform(() => engine.senders.save(form))}
      onClose={onClose}
    >
      <TextField
        label={t.name}
        value={form.name}
        onChange={(event) => change({ name: event.target.value })}
      />
      {sender?.own ? null : (
        <TextField
          label={t.address}
          hint={t.addHint}
          value={form.address}
          spellCheck={false}
          onChange={(event) => change({ address: event.target.value })}
        />
      )}
      {sender === null && accounts.length > 1 ? (
        <Choices
          label={t.account}
          value={form.accountId}
          options={accounts.map((account) => ({ value: account.id, label: account.address }))}
          onChange={(accountId) => change({ accountId })}
        />
      ) : null}
      <TextField
        label={t.replyTo}
        hint={t.replyToHint}
        value={form.replyTo}
        spellCheck={false}
        onChange={(event) => change({ replyTo: event.target.value })}
      />
      <Captioned label={t.signatureBody} framed>
        <Suspense fallback={null}>
          <RichText
            html={form.signatureHtml}
            label={t.signatureBody}
            placeholder={t.signaturePlaceholder}
            bar
            focus={false}
            isPicture={() => false}
            onChange={({ html, text }) => change({ signatureHtml: html, signatureText: text })}
          />
        </Suspense>
      </Captioned>
      <Switch
        label={t.makePreferred}
        checked={form.preferred}
        disabled={sender?.preferred ?? false}
        onChange={(preferred) => change({ preferred })}
      />
    </FormDialog>
  );
}
