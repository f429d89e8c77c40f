import { useQuery } from '@tanstack/react-query';
import type { RefObject } from 'react';
import type { Account } from '#shared/contract/accounts.ts';
import { signInAdviceQuery, signInClientsQuery } from '../../app/queries.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { PasswordField } from '../../design/PasswordField.tsx';
import { Guide } from '../sign-in/Guide.tsx';
import styles from '../sign-in/SignIn.module.css';

const words = strings.signIn;
const fields = strings.onboarding.mail;

/** What a connected mailbox signs in with, and the ways to renew or change that. */
export function AccountSignIn({
  account,
  provider,
  withPassword,
  refused,
  busy,
  field,
  password,
  onPassword,
  onWithPassword,
  onSignIn,
}: {
  account: Account;
  /** Through whose pages it signs in now; `null`: with a password. */
  provider: string | null;
  withPassword: boolean;
  refused: boolean;
  busy: boolean;
  field: RefObject<HTMLInputElement | null>;
  password: string;
  onPassword: (password: string) => void;
  onWithPassword: () => void;
  onSignIn: (to: { provider: string; name: string }) => void;
}) {
  const { data: advice } = useQuery(signInAdviceQuery(account.id));
  const { data: clients } = useQuery(signInClientsQuery());
  if (provider !== null && !withPassword) {
    const name = clients?.find((client) => client.provider === provider)?.name ?? provider;
    return (
      <div className={styles.block}>
        <p>{words.signedInWith(name)}</p>
        <div className={styles.acts}>
          <Button
            id="sign-in-again"
            variant={refused ? 'primary' : 'default'}
            busy={busy}
            onClick={() => onSignIn({ provider, name })}
          >
            {words.again}
          </Button>
          <Button variant="quiet" onClick={onWithPassword}>
            {words.passwordInstead}
          </Button>
        </div>
      </div>
    );
  }
  const other = advice?.signIn?.ready ? advice.signIn : null;
  const guide = refused ? advice?.guide : null;
  return (
    <>
      <PasswordField
        ref={field}
        id="mail-password"
        label={guide?.kind === 'app-password' ? fields.appPassword : fields.password}
        hint={refused ? strings.settings.accounts.refusedHint : strings.settings.accounts.passwordHint}
        showLabel={fields.show}
        hideLabel={fields.hide}
        value={password}
        onChange={(event) => onPassword(event.target.value)}
      />
      {guide || other ? (
        <div className={styles.block}>
          {guide ? <Guide guide={guide} /> : null}
          {other ? (
            <Button
              size="small"
              variant="quiet"
              className={styles.instead}
              busy={busy}
              onClick={() => onSignIn(other)}
            >
              {words.signInInstead(other.name)}
            </Button>
          ) : null}
        </div>
      ) : null}
    </>
  );
}
