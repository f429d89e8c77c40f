import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ErrorInfo } from '#shared/contract/model.ts';
import type { ExportFormat } from '#shared/contract/transfers.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { accountsQuery } from '../../app/queries.ts';
import { type Overlay, useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { exportMail } from '../../app/transfers.ts';
import { Banner } from '../../design/Banner.tsx';
import { Choices } from '../../design/Choices.tsx';
import { FormDialog } from '../../design/FormDialog.tsx';
import { openSettings } from '../settings/open-settings.ts';
import { Group } from '../settings/Setting.tsx';
import { exportChoices } from './export-choices.ts';

const words = strings.transfers.export;

const FORMATS = [
  { value: 'mbox', label: words.formats.mbox, hint: words.formats.mboxHint },
  { value: 'eml', label: words.formats.eml, hint: words.formats.emlHint },
  { value: 'jsonl', label: words.formats.jsonl, hint: words.formats.jsonlHint },
] as const;

function Export({ asked, onClose }: { asked: Extract<Overlay, { kind: 'export' }>; onClose: () => void }) {
  const { data: accounts = [] } = useQuery(accountsQuery());
  const choices = exportChoices(asked, accounts);
  const [chosen, setChosen] = useState(0);
  const [format, setFormat] = useState<ExportFormat>('mbox');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorInfo | null>(null);

  const save = async () => {
    const choice = choices[chosen];
    if (!choice) return;
    setBusy(true);
    setError(null);
    try {
      if (await exportMail(choice.scope, format)) {
        onClose();
        openSettings('transfers');
      }
    } catch (thrown) {
      setError(toErrorInfo(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <FormDialog
      title={words.title}
      save={words.choose}
      busy={busy}
      error={error}
      onSave={() => void save()}
      onClose={onClose}
    >
      <Banner tone="warn">{words.warning}</Banner>
      {choices.length > 1 ? (
        <Group title={words.what}>
          <Choices
            label={words.what}
            value={String(chosen)}
            options={choices.map(({ label, hint }, at) => ({ value: String(at), label, hint }))}
            onChange={(at) => setChosen(Number(at))}
          />
        </Group>
      ) : null}
      <Group title={words.as}>
        <Choices label={words.as} value={format} options={FORMATS} onChange={setFormat} />
      </Group>
    </FormDialog>
  );
}

/** Asks what is to be exported and as what, says that it is not encrypted, and lets the user choose where. */
export default function ExportDialog() {
  const overlay = useApp((app) => app.overlay);
  const closeOverlay = useApp((app) => app.closeOverlay);
  return overlay?.kind === 'export' ? <Export asked={overlay} onClose={closeOverlay} /> : null;
}
