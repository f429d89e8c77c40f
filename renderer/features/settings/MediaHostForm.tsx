import { Check, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { MediaHostState, MediaHostStep } from '#shared/contract/media-host.ts';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { ErrorBanner } from '../../design/ErrorBanner.tsx';
import { PasswordField } from '../../design/PasswordField.tsx';
import { TextField } from '../../design/TextField.tsx';
import styles from './MediaHostForm.module.css';
import { fieldsOf, type HostFields, hostInput, isLocal } from './media-host-form.ts';
import { RemoveMediaHost } from './RemoveMediaHost.tsx';
import { useHostTest } from './useHostTest.ts';

const words = strings.settings.texts;

function Steps({ steps }: { steps: readonly MediaHostStep[] }) {
  if (steps.length === 0) return null;
  return (
    <ol className={styles.steps} aria-label={words.checks}>
      {steps.map(({ step, error }) => (
        <li key={step} data-state={error ? 'failed' : 'passed'}>
          {error ? <X aria-hidden /> : <Check aria-hidden />}
          <span>{error ? words.failedSteps[step] : words.steps[step]}</span>
          <span className="visually-hidden">{error ? words.failed : words.passed}</span>
        </li>
      ))}
    </ol>
  );
}

/** A secret belongs to one origin: a longer name that begins like it is another host. */
const originOf = (url: string) => (URL.canParse(url) ? new URL(url).origin : null);

/** The place for files of texts: entered, tried the way a carrier will use it, and kept. */
export function MediaHostForm({ host }: { host: MediaHostState['host'] }) {
  const [fields, setFields] = useState(() => fieldsOf(host));
  const [saving, setSaving] = useState(false);
  const [removing, setRemoving] = useState(false);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const test = useHostTest();
  const sameHost = host !== null && originOf(fields.uploadUrl.trim()) === originOf(host.uploadUrl);
  const hasSecret = sameHost && host.hasSecret;
  const empty = fields.uploadUrl.trim() === '';
  const change = (part: Partial<HostFields>) => {
    setFields({ ...fields, ...part });
    setError(null);
    test.clear();
  };

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (saving || empty) return;
    setSaving(true);
    setError(null);
    try {
      await engine.mediaHost.save(hostInput(fields, hasSecret));
      setFields({ ...fields, secret: '' });
      useApp.getState().toast({ text: words.saved });
    } catch (thrown) {
      setError(toErrorInfo(thrown));
    } finally {
      setSaving(false);
    }
  };

  const failure = test.error ?? test.steps.find((step) => step.error !== null)?.error ?? error;
  return (
    <form className={styles.form} onSubmit={save}>
      <TextField
        label={words.uploadUrl}
        hint={words.uploadUrlHint}
        placeholder="https://files.example.org/texts/"
        type="url"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        value={fields.uploadUrl}
        onChange={(event) => change({ uploadUrl: event.target.value })}
      />
      <TextField
        label={words.publicUrl}
        hint={words.publicUrlHint}
        type="url"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        value={fields.publicUrl}
        onChange={(event) => change({ publicUrl: event.target.value })}
      />
      <TextField
        label={words.username}
        autoComplete="off"
        spellCheck={false}
        value={fields.username}
        onChange={(event) => change({ username: event.target.value })}
      />
      <PasswordField
        label={words.secret}
        hint={hasSecret ? words.secretKept : words.secretHint}
        showLabel={words.show}
        hideLabel={words.hide}
        value={fields.secret}
        onChange={(event) => change({ secret: event.target.value })}
      />
      {isLocal(fields) ? <Banner tone="warn">{words.local}</Banner> : null}
      <Steps steps={test.steps} />
      {failure ? <ErrorBanner error={failure} /> : null}
      <div className={styles.acts}>
        <Button
          busy={test.running}
          disabled={empty}
          onClick={() => void test.run(hostInput(fields, hasSecret))}
        >
          {test.running ? words.testing : words.test}
        </Button>
        <Button type="submit" variant="primary" busy={saving} disabled={empty}>
          {saving ? words.saving : words.save}
        </Button>
        {host ? (
          <Button variant="quiet" className={styles.remove} onClick={() => setRemoving(true)}>
            {words.remove}
          </Button>
        ) : null}
      </div>
      {removing ? <RemoveMediaHost onClose={() => setRemoving(false)} /> : null}
    </form>
  );
}
