import { useQuery } from '@tanstack/react-query';
import { type LucideIcon, MessagesSquare, PencilLine, Search } from 'lucide-react';
import { shortcutOf } from '../../app/commands.ts';
import {
  draftsQuery,
  firstHits,
  inbox,
  searchQuery,
  serverDraftsQuery,
  threadsQuery,
} from '../../app/queries.ts';
import { useSection } from '../../app/sections.ts';
import { type PlaceRef, useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { EmptyState } from '../../design/EmptyState.tsx';
import { Kbd } from '../../design/Kbd.tsx';
import { filterOf } from '../threads/filter.ts';
import styles from './Conversation.module.css';

const t = strings.conversation;

/** How many there are to choose from in the list beside it; undefined while that is not known. */
function useChoices(place: PlaceRef): number | undefined {
  const channel = useApp((app) => app.channel);
  const words = useApp((app) => app.searchQuery).trim();
  const filter = filterOf(place, channel, useSection());
  const inDrafts = place.kind === 'drafts';
  const searching = place.kind === 'search' && words !== '';
  const threads = useQuery({ ...threadsQuery(filter ?? inbox, 0), enabled: filter !== null }).data;
  const drafts = useQuery({ ...draftsQuery(), enabled: inDrafts }).data;
  const elsewhere = useQuery({ ...serverDraftsQuery(), enabled: inDrafts }).data;
  const found = useQuery({ ...searchQuery(words, firstHits), enabled: searching }).data;
  if (inDrafts) return drafts && elsewhere && drafts.length + elsewhere.length;
  if (place.kind === 'search') return searching ? found?.total : 0;
  return threads?.total;
}

/** Said where a conversation would be; an empty list of threads says all there is to say. */
export function NoConversation() {
  const place = useApp((app) => app.place);
  const choices = useChoices(place);
  if (choices === undefined) return null;
  const said: { Icon: LucideIcon; words: { none: string; noneHelp: string } } | null =
    place.kind === 'drafts'
      ? { Icon: PencilLine, words: choices > 0 ? t.noDraftOpen : t.noDrafts }
      : place.kind === 'search'
        ? { Icon: Search, words: choices > 0 ? t.noHitOpen : t.noHits }
        : choices > 0
          ? { Icon: MessagesSquare, words: t }
          : null;
  if (!said) return null;
  const keys = (['next', 'previous', 'open'] as const).map((id) => ({ id, keys: shortcutOf(id) }));
  return (
    <EmptyState icon={<said.Icon aria-hidden />} title={said.words.none}>
      <p>{said.words.noneHelp}</p>
      {choices > 0 ? (
        <ul className={styles.keys}>
          {keys.map((entry) =>
            entry.keys ? (
              <li key={entry.id}>
                <Kbd keys={entry.keys} /> {t.noneKeys[entry.id]}
              </li>
            ) : null,
          )}
        </ul>
      ) : null}
    </EmptyState>
  );
}
