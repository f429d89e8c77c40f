import { useQuery } from '@tanstack/react-query';
import { MessagesSquare } from 'lucide-react';
import { shortcutOf } from '../../app/commands.ts';
import { draftsQuery, inbox, threadsQuery } from '../../app/queries.ts';
import { useSection } from '../../app/sections.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { EmptyState } from '../../design/EmptyState.tsx';
import { Kbd } from '../../design/Kbd.tsx';
import { filterOf } from '../threads/filter.ts';
import styles from './Conversation.module.css';

const t = strings.conversation;

/** Whether the list beside it has anything to choose from. */
function useChoice(): boolean {
  const place = useApp((app) => app.place);
  const channel = useApp((app) => app.channel);
  const section = useSection();
  const filter = filterOf(place, channel, section);
  const threads = useQuery({ ...threadsQuery(filter ?? inbox, 0), enabled: filter !== null });
  const drafts = useQuery({ ...draftsQuery(), enabled: place.kind === 'drafts' });
  if (place.kind === 'drafts') return (drafts.data?.length ?? 0) > 0;
  return filter === null || (threads.data?.total ?? 0) > 0;
}

/** Said where a conversation would be; nothing where there is none to choose. */
export function NoConversation() {
  const choice = useChoice();
  if (!choice) return null;
  const keys = (['next', 'previous', 'open'] as const).map((id) => ({ id, keys: shortcutOf(id) }));
  return (
    <EmptyState icon={<MessagesSquare aria-hidden />} title={t.none}>
      <p>{t.noneHelp}</p>
      <ul className={styles.keys}>
        {keys.map((entry) =>
          entry.keys ? (
            <li key={entry.id}>
              <Kbd keys={entry.keys} /> {t.noneKeys[entry.id]}
            </li>
          ) : null,
        )}
      </ul>
    </EmptyState>
  );
}
