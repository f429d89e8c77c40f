import { useState } from 'react';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { PasswordField } from '../../design/PasswordField.tsx';
import { ClientForm } from '../sign-in/ClientForm.tsx';
import { Guide } from '../sign-in/Guide.tsx';
import styles from '../sign-in/SignIn.module.css';
import { useAccountForms } from './account-forms.ts';
import { methodOf } from './mail-form.ts';

const words = strings.signIn;
const fields = strings.onboarding.mail;

/** What the address signs in with: a password, with what its provider wants first, or the provider's own pages. */
export function MailSignIn({ missing }: { missing: boolean }) {
  const form = useAccountForms((forms) => forms.mail);
  const { changeMail } = useAccountForms.getState();
  const [entering, setEntering] = useState(false);
  const { signIn, guide } = form.advice;
  const choose = (method: 'password' | 'sign-in') => changeMail((mail) => ({ ...mail, method }));

  if (methodOf(form) === 'password' || !signIn) {
    return (
      <>
        <PasswordField
          id="mail-password"
          label={guide?.kind === 'app-password' ? fields.appPassword : fields.password}
          hint={guide ? undefined : fields.passwordHint}
          showLabel={fields.show}
          hideLabel={fields.hide}
          value={form.password}
          error={missing ? fields.passwordProblem : null}
          onChange={(event) => changeMail((mail) => ({ ...mail, password: event.target.value }))}
        />
        {guide || signIn ? (
          <div className={styles.block}>
            {guide ? <Guide guide={guide} /> : null}
            {signIn ? (
              <Button
                size="small"
                variant="quiet"
                className={styles.instead}
                onClick={() => choose('sign-in')}
              >
                {words.signInInstead(signIn.name)}
              </Button>
            ) : null}
          </div>
        ) : null}
      </>
    );
  }
  const { name, provider, ready } = signIn;
  const saved = () => {
    setEntering(false);
    changeMail((mail) => ({
      ...mail,
      method: 'sign-in',
      advice: { ...mail.advice, signIn: { ...signIn, ready: true } },
    }));
  };
  return (
    <div className={styles.block}>
      {ready ? (
        <p className={styles.note}>{words.how(name)}</p>
      ) : (
        <Banner
          tone="info"
          title={words.needsClient(name)}
          actions={
            entering ? null : (
              <Button size="small" onClick={() => setEntering(true)}>
                {words.enterClient}
              </Button>
            )
          }
        >
          <p>{words.needsClientWhy(name)}</p>
        </Banner>
      )}
      {entering && !ready ? (
        <ClientForm
          client={{
            ...{ provider, name, clientId: null, hasSecret: false },
            ...{ issuer: null, scope: null, fixed: false },
          }}
          onSaved={saved}
          onCancel={() => setEntering(false)}
        />
      ) : null}
      {guide?.kind === 'no-password' && !ready ? <Guide guide={guide} /> : null}
      <Button size="small" variant="quiet" className={styles.instead} onClick={() => choose('password')}>
        {guide?.kind === 'app-password' ? words.appPasswordInstead : words.passwordInstead}
      </Button>
    </div>
  );
}
