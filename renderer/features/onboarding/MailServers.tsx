import { strings } from '../../app/strings/index.ts';
import { TextField } from '../../design/TextField.tsx';
import { AuthorityField } from './AuthorityField.tsx';
import type { ChangeMailForm, MailForm, MailFormProblem } from './mail-form.ts';
import styles from './Onboarding.module.css';
import { ServerFields } from './ServerFields.tsx';

const words = strings.onboarding.mail;

/** User name, both servers, and whom to trust. */
export function MailServers({
  form,
  problems,
  authorityOpen,
  onAuthorityToggle,
  onChange,
}: {
  form: MailForm;
  problems: readonly MailFormProblem[];
  authorityOpen: boolean;
  onAuthorityToggle: (open: boolean) => void;
  onChange: ChangeMailForm;
}) {
  return (
    <div className={styles.servers}>
      <TextField
        id="mail-username"
        label={words.username}
        hint={words.usernameHint}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        placeholder={form.address.trim()}
        value={form.username}
        onChange={(event) =>
          onChange((before) => ({ ...before, edited: true, username: event.target.value }))
        }
      />
      <ServerFields server="imap" form={form} problems={problems} onChange={onChange} />
      <ServerFields server="smtp" form={form} problems={problems} onChange={onChange} />
      <p className={styles.note}>{words.tlsHint}</p>
      <AuthorityField
        authority={form.authority}
        open={authorityOpen}
        onToggle={onAuthorityToggle}
        onChange={onChange}
      />
    </div>
  );
}
