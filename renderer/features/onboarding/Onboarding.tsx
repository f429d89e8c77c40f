import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sessionQuery } from '../../app/queries.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { AddAccount } from './AddAccount.tsx';
import { ImportKey } from './ImportKey.tsx';
import styles from './Onboarding.module.css';
import { Passphrase } from './Passphrase.tsx';

const words = strings.onboarding.welcome;

function Welcome({ profile, keychain }: { profile: string; keychain: string | null }) {
  return (
    <div>
      <h2 className={styles.headline}>{words.title}</h2>
      <p className={styles.lead}>{words.intro}</p>
      <ul className={styles.facts}>
        <li data-selectable="">{words.store(profile)}</li>
        <li>{keychain ? words.keyIn(keychain) : words.keyPassphrase}</li>
      </ul>
    </div>
  );
}

/** The first start: what Skein is, the passphrase where one is needed, and the first account. */
export default function Onboarding() {
  const { data: session } = useQuery(sessionQuery());
  const goTo = useApp((app) => app.goTo);
  const [withKey, setWithKey] = useState(false);
  if (!session) return null;
  return (
    <main className={styles.first}>
      <div className={styles.column}>
        <div className={styles.brand}>
          <span className={styles.mark} aria-hidden="true" />
          <h1>{strings.app.name}</h1>
        </div>
        {session.state === 'ready' ? (
          <AddAccount
            sample
            welcome={<Welcome profile={session.profile} keychain={session.keychain} />}
            onAdded={() => goTo({ kind: 'view', view: 'inbox' })}
          />
        ) : session.state === 'key-missing' ? (
          <ImportKey passphrase={false} />
        ) : withKey ? (
          <ImportKey passphrase onBack={() => setWithKey(false)} />
        ) : (
          <Passphrase choosing={session.state === 'choose'} onKey={() => setWithKey(true)} />
        )}
      </div>
    </main>
  );
}
