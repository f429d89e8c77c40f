import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ErrorInfo } from '#shared/contract/model.ts';
import type { SignInClient } from '#shared/contract/sign-in.ts';
import { announce } from '../../app/announce.tsx';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { keys } from '../../app/queryKeys.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { ErrorBanner } from '../../design/ErrorBanner.tsx';
import { PasswordField } from '../../design/PasswordField.tsx';
import { TextField } from '../../design/TextField.tsx';
import styles from './SignIn.module.css';

const words = strings.signIn.clients;

const plain = { autoComplete: 'off', autoCapitalize: 'off', spellCheck: false } as const;

/**
 * The client ID of a provider. `client` null: a provider of one's own, not known yet. It stands inside other forms, so
 * it is none itself.
 */
export function ClientForm({
  client,
  onSaved,
  onCancel,
}: {
  client: SignInClient | null;
  onSaved: () => void;
  onCancel: () => void;
}) {
  const own = client === null || client.issuer !== null;
  const [fields, setFields] = useState({
    provider: client?.provider ?? '',
    clientId: client?.clientId ?? '',
    secret: '',
    issuer: client?.issuer ?? '',
    scope: client?.scope ?? '',
  });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const form = useRef<HTMLDivElement>(null);
  const queries = useQueryClient();
  const incomplete = [fields.provider, fields.clientId, own ? fields.issuer : 'none'].some(
    (value) => value.trim() === '',
  );
  const hints = words.clientIdHint;
  const hint =
    client?.provider === 'google' || client?.provider === 'microsoft' ? hints[client.provider] : hints.other;
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  useEffect(() => {
    if (error) form.current?.scrollIntoView({ block: 'end' });
  }, [error]);

  const change = (part: Partial<typeof fields>) => setFields({ ...fields, ...part });
  const run = async (work: () => Promise<unknown>, said: string) => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await work();
      await queries.invalidateQueries({ queryKey: keys.signInClients });
      // The row or the button that is there from now on shows it.
      announce(said);
      onSaved();
    } catch (thrown) {
      setError(toErrorInfo(thrown));
      setBusy(false);
    }
  };
  const name = client?.name ?? fields.provider.trim();
  const save = () =>
    run(
      () =>
        engine.signIn.saveClient({
          provider: fields.provider.trim(),
          clientId: fields.clientId.trim(),
          secret: fields.secret === '' && client?.hasSecret ? null : fields.secret,
          issuer: own ? fields.issuer.trim() : null,
          scope: own ? fields.scope.trim() || null : null,
        }),
      words.saved(name),
    );

  return (
    // biome-ignore lint/a11y/useSemanticElements: forms do not nest, and a fieldset would draw a frame
    <div
      ref={form}
      role="group"
      aria-label={client ? words.formOf(client.name) : words.otherTitle}
      className={styles.form}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
        event.preventDefault();
        if (!incomplete) void save();
      }}
    >
      {client === null ? (
        <TextField
          {...plain}
          label={words.domain}
          hint={words.domainHint}
          placeholder="example.org"
          value={fields.provider}
          onChange={(event) => change({ provider: event.target.value })}
        />
      ) : null}
      {own ? (
        <TextField
          {...plain}
          label={words.issuer}
          hint={words.issuerHint}
          inputMode="url"
          value={fields.issuer}
          onChange={(event) => change({ issuer: event.target.value })}
        />
      ) : null}
      <TextField
        {...plain}
        label={words.clientId}
        hint={hint}
        value={fields.clientId}
        onChange={(event) => change({ clientId: event.target.value })}
      />
      <PasswordField
        label={words.secret}
        hint={client?.hasSecret ? words.secretKept : words.secretHint}
        showLabel={words.show}
        hideLabel={words.hide}
        value={fields.secret}
        onChange={(event) => change({ secret: event.target.value })}
      />
      {own ? (
        <TextField
          {...plain}
          label={words.scope}
          hint={words.scopeHint}
          value={fields.scope}
          onChange={(event) => change({ scope: event.target.value })}
        />
      ) : null}
      {error ? <ErrorBanner error={error} /> : null}
      <div className={styles.acts}>
        <Button variant="primary" busy={busy} disabled={incomplete} onClick={() => void save()}>
          {busy ? words.saving : words.save}
        </Button>
        <Button onClick={onCancel}>{strings.common.cancel}</Button>
        {client?.clientId ? (
          <Button
            variant="quiet"
            className={styles.remove}
            onClick={() =>
              void run(
                () => engine.signIn.removeClient({ provider: client.provider }),
                words.removed(client.name),
              )
            }
          >
            {words.remove}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
