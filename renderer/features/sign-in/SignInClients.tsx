import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { toErrorInfo } from '../../app/errors.ts';
import { signInClientsQuery } from '../../app/queries.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { ErrorBanner } from '../../design/ErrorBanner.tsx';
import { Skeleton } from '../../design/Skeleton.tsx';
import { ClientForm } from './ClientForm.tsx';
import styles from './SignIn.module.css';

const words = strings.signIn.clients;
const OTHER = 'other';

/** Which providers know this Skein, and by what; folded, because most people never need it. */
export function SignInClients() {
  return (
    <details className={styles.fold}>
      <summary>{words.title}</summary>
      <div className={styles.foldBody}>
        <p className={styles.note}>{words.hint}</p>
        <Clients />
      </div>
    </details>
  );
}

function Clients() {
  const { data: clients, error } = useQuery(signInClientsQuery());
  const [editing, setEditing] = useState<string | null>(null);
  const close = () => setEditing(null);
  if (error) return <ErrorBanner error={toErrorInfo(error)} />;
  if (!clients) return <Skeleton height="6rem" />;
  return (
    <>
      <ul className={styles.clients}>
        {clients.map((client) => (
          <li key={client.provider}>
            {editing === client.provider ? (
              <ClientForm client={client} onSaved={close} onCancel={close} />
            ) : (
              <div className={styles.client}>
                <div className={styles.clientText}>
                  <h4>{client.name}</h4>
                  <p>{client.fixed ? words.fixed : (client.clientId ?? words.none)}</p>
                </div>
                {client.fixed ? null : (
                  <Button
                    size="small"
                    aria-label={client.clientId ? words.changeOf(client.name) : words.setUpOf(client.name)}
                    onClick={() => setEditing(client.provider)}
                  >
                    {client.clientId ? words.change : words.setUp}
                  </Button>
                )}
              </div>
            )}
          </li>
        ))}
      </ul>
      {editing === OTHER ? (
        <ClientForm client={null} onSaved={close} onCancel={close} />
      ) : (
        <div>
          <Button onClick={() => setEditing(OTHER)}>{words.other}</Button>
        </div>
      )}
    </>
  );
}
