import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Sender, SenderSuggestion } from '#shared/contract/senders.ts';
import { accountsQuery, senderSuggestionsQuery, sendersQuery } from '../../app/queries.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { SenderDialog } from './SenderDialog.tsx';
import { Group } from './Setting.tsx';
import styles from './Settings.module.css';

const t = strings.senders;

type Asked = Sender | 'new' | SenderSuggestion;

/** The names, addresses and signatures that mail is sent with, and addresses that seem to be mine. */
export function SendersGroup() {
  const senders = useQuery(sendersQuery()).data;
  const suggestions = useQuery(senderSuggestionsQuery()).data ?? [];
  const accounts =
    useQuery(accountsQuery()).data?.filter(({ id }) => senders?.some((sender) => sender.id === id)) ?? [];
  const [asked, setAsked] = useState<Asked | null>(null);
  if (!senders || accounts.length === 0) return null;
  return (
    <Group title={t.title} hint={t.hint}>
      <ul className={styles.identities}>
        {senders.map((sender) => (
          <li key={sender.id}>
            <div className={styles.accountText}>
              <p>{sender.name ? `${sender.name} <${sender.address}>` : sender.address}</p>
              <p className={styles.hint}>
                {[
                  sender.preferred ? t.preferred : '',
                  sender.signatureText.trim().split('\n')[0] || t.noSignature,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </div>
            <Button size="small" aria-label={t.change(sender.address)} onClick={() => setAsked(sender)}>
              {t.edit}
            </Button>
          </li>
        ))}
        {suggestions.map((suggestion) => (
          <li key={`${suggestion.accountId} ${suggestion.address}`}>
            <div className={styles.accountText}>
              <p>{suggestion.address}</p>
              <p className={styles.hint}>{t.suggested(suggestion.messages)}</p>
            </div>
            <Button
              size="small"
              aria-label={t.addSuggested(suggestion.address)}
              onClick={() => setAsked(suggestion)}
            >
              {t.addShort}
            </Button>
          </li>
        ))}
      </ul>
      <div>
        <Button icon={<Plus aria-hidden />} onClick={() => setAsked('new')}>
          {t.add}
        </Button>
      </div>
      {asked ? (
        <SenderDialog
          sender={asked !== 'new' && 'id' in asked ? asked : null}
          suggestion={asked !== 'new' && !('id' in asked) ? asked : null}
          accounts={accounts}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </Group>
  );
}
