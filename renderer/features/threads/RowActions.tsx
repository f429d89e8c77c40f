import { Clock, Mail, MailOpen, Star } from 'lucide-react';
import type { ThreadRow } from '#shared/contract/threads.ts';
import { actOnThreads } from '../../app/acts.ts';
import { askWhen } from '../../app/askWhen.ts';
import { commandOf, shortcutOf } from '../../app/commands.ts';
import { useApp } from '../../app/store.ts';
import { IconButton } from '../../design/IconButton.tsx';
import { partView } from './filter.ts';
import { actsOf } from './placeActs.ts';
import styles from './ThreadList.module.css';

/**
 * What the pointer can do to the row under it. It lies beside the listbox, not in it, so that an option stays
 * one thing; the keyboard has the same acts as commands.
 */
export function RowActions({
  row,
  top,
  height,
  gutter,
  onLeave,
}: {
  row: ThreadRow;
  top: number;
  height: number;
  /** Width of the list's scrollbar. */
  gutter: number;
  onLeave: () => void;
}) {
  const place = useApp((app) => app.place);
  const act = (what: Parameters<typeof actOnThreads>[1]) => () => {
    void actOnThreads([row.id], what);
    onLeave();
  };
  const read = row.unread > 0 ? 'mark-read' : 'mark-unread';
  return (
    <div
      className={styles.rowActions}
      style={{ top: top + (height - 32) / 2, marginRight: gutter }}
      data-row-actions=""
      onPointerLeave={onLeave}
    >
      {actsOf(place).map(({ command, Icon }) => (
        <IconButton
          key={command}
          tabIndex={-1}
          label={commandOf(command).label}
          shortcut={shortcutOf(command)}
          icon={<Icon aria-hidden />}
          onClick={act(command)}
        />
      ))}
      {partView(place) === undefined ? (
        <IconButton
          tabIndex={-1}
          label={commandOf('later').label}
          shortcut={shortcutOf('later')}
          icon={<Clock aria-hidden />}
          onClick={() => {
            askWhen('later', [row.id]);
            onLeave();
          }}
        />
      ) : null}
      <IconButton
        tabIndex={-1}
        label={commandOf(read).label}
        shortcut={shortcutOf(read)}
        icon={row.unread > 0 ? <MailOpen aria-hidden /> : <Mail aria-hidden />}
        onClick={act(row.unread > 0 ? 'read' : 'unread')}
      />
      <IconButton
        tabIndex={-1}
        label={commandOf('star').label}
        shortcut={shortcutOf('star')}
        pressed={row.starred}
        icon={<Star aria-hidden />}
        onClick={act(row.starred ? 'unstar' : 'star')}
      />
    </div>
  );
}
