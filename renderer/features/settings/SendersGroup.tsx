import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Sender, SenderSuggestion } from '#shared/contract/senders.ts';
import { accountsQuery, senderSuggestionsQuery, sendersQuery } from '../../app/queries.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { Row, Rows } from '../../design/Rows.tsx';
import { SenderDialog } from './SenderDialog.tsx';
import { Group } from './Setting.tsx';

const t = strings.senders;

type Asked = Sender | 'new' | SenderSuggestion;

function noteOf({ preferred, signatureText }: Sender): string {
  const signature = signatureText.trim().split('\n')[0] || t.noSignature;
  return preferred ? `${t.preferred} · ${signature}` : signature;
}

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
      <Rows label={t.title}>
        {senders.map((sender) => (
          <Row
            key={sender.id}
            title={sender.name ? `${sender.name} <${sender.address}>` : sender.address}
            note={noteOf(sender)}
            acts={
              <Button size="small" aria-label={t.change(sender.address)} onClick={() => setAsked(sender)}>
                {t.edit}
              </Button>
            }
          />
        ))}
        {suggestions.map((suggestion) => (
          <Row
            key={`${suggestion.accountId} ${suggestion.address}`}
            title={suggestion.address}
            note={t.suggested(suggestion.messages)}
            acts={
              <Button
                size="small"
                aria-label={t.addSuggested(suggestion.address)}
                onClick={() => setAsked(suggestion)}
              >
                {t.addShort}
              </Button>
            }
          />
        ))}
      </Rows>
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
