import { CheckCheck, Clock, FolderInput, type LucideIcon, MailOpen, Star, Tag, X } from 'lucide-react';
import { type CommandId, commandOf, runCommand, shortcutOf } from '../../app/commands.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { IconButton } from '../../design/IconButton.tsx';
import { partView } from './filter.ts';
import { actsOf } from './placeActs.ts';
import styles from './ThreadList.module.css';

const acts: readonly [CommandId, LucideIcon][] = [
  ['later', Clock],
  ['mark-read', MailOpen],
  ['star', Star],
  ['label', Tag],
  ['move', FolderInput],
  ['select-all', CheckCheck],
  ['select-none', X],
];

/** Takes the head's place while threads are selected. */
export function SelectionBar() {
  const chosen = useApp((app) => app.checked.size);
  const place = useApp((app) => app.place);
  const part = partView(place) !== undefined;
  const more = acts.filter(([id]) => !part || (id !== 'later' && id !== 'label'));
  const first = actsOf(place).map(({ command, Icon }) => [command, Icon] as const);
  return (
    <header className={styles.head}>
      <h2 className={styles.title} role="status">
        {strings.list.selected(chosen)}
      </h2>
      <div className={styles.headActions} role="toolbar" aria-label={strings.list.selected(chosen)}>
        {[...first, ...more].map(([id, Icon]) => (
          <IconButton
            key={id}
            label={commandOf(id).label}
            shortcut={shortcutOf(id)}
            icon={<Icon aria-hidden />}
            onClick={() => runCommand(id)}
          />
        ))}
      </div>
    </header>
  );
}
