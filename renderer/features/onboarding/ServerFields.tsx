import { strings } from '../../app/strings/index.ts';
import { SegmentedControl } from '../../design/SegmentedControl.tsx';
import { TextField } from '../../design/TextField.tsx';
import { type ChangeMailForm, type MailForm, type MailFormProblem, withTls } from './mail-form.ts';
import styles from './Onboarding.module.css';

const words = strings.onboarding.mail;

/** Host, port and encryption of one server. */
export function ServerFields({
  server,
  form,
  problems,
  onChange,
}: {
  server: 'imap' | 'smtp';
  form: MailForm;
  problems: readonly MailFormProblem[];
  onChange: ChangeMailForm;
}) {
  const fields = form[server];
  const name = server === 'imap' ? words.incoming : words.outgoing;
  const change = (part: Partial<typeof fields>) =>
    onChange((before) => ({ ...before, edited: true, [server]: { ...before[server], ...part } }));
  return (
    <fieldset className={styles.server}>
      <legend>{name}</legend>
      <div className={styles.hostRow}>
        <TextField
          id={`mail-${server}-host`}
          label={words.host}
          aria-label={words.hostOf(name)}
          className={styles.host}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={fields.host}
          error={problems.includes(`${server}-host`) ? words.hostProblem : null}
          onChange={(event) => change({ host: event.target.value })}
        />
        <TextField
          id={`mail-${server}-port`}
          label={words.port}
          aria-label={words.portOf(name)}
          className={styles.port}
          inputMode="numeric"
          autoComplete="off"
          value={fields.port}
          error={problems.includes(`${server}-port`) ? words.portProblem : null}
          onChange={(event) => change({ port: event.target.value })}
        />
      </div>
      <SegmentedControl
        label={words.tlsOf(name)}
        value={fields.tls}
        options={[
          { value: 'implicit', label: words.tlsImplicit },
          { value: 'starttls', label: words.tlsStarttls },
        ]}
        onChange={(tls) => onChange((before) => withTls(before, server, tls))}
      />
    </fieldset>
  );
}
