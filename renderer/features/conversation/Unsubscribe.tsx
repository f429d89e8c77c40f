import { useQuery } from '@tanstack/react-query';
import type { WayOff } from '#shared/contract/lists.ts';
import type { Thread } from '#shared/contract/threads.ts';
import { runCommand } from '../../app/commands.ts';
import { formatDate } from '../../app/format.ts';
import { wayOffQuery } from '../../app/queries.ts';
import { strings } from '../../app/strings/index.ts';
import { shownWayOff } from '../../app/wayOff.ts';
import { Button } from '../../design/Button.tsx';
import { tooltip } from '../../design/Tooltip.ts';
import styles from './Unsubscribe.module.css';

const t = strings.unsubscribe;

/** The way off the list by which the newest mail of a thread came, if that mail is shown. */
export function useWayOff(thread: Thread): WayOff | null {
  const { data } = useQuery({ ...wayOffQuery(thread.id), enabled: thread.channels.includes('mail') });
  return shownWayOff(thread, data);
}

/** Beside the name of who sent the mail that names a way off its list. */
export function UnsubscribeButton() {
  return (
    <Button
      size="small"
      variant="quiet"
      className={styles.button}
      {...tooltip(t.tooltip, undefined, 'bottom')}
      onClick={() => runCommand('unsubscribe')}
    >
      {t.button}
    </Button>
  );
}

/** After the messages: that the user asked this list already. */
export function AskedLine({ asked }: { asked: NonNullable<WayOff['asked']> }) {
  return <p className={styles.asked}>{asked.waiting ? t.waiting : t.asked(formatDate(asked.at))}</p>;
}
