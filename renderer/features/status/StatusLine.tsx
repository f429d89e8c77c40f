import { useQuery } from '@tanstack/react-query';
import { LockKeyhole } from 'lucide-react';
import { useEffect } from 'react';
import { shortcutOf } from '../../app/commands.ts';
import { useLinkTarget, watchLinks } from '../../app/linkTarget.ts';
import { accountsQuery, countsQuery } from '../../app/queries.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { useTransfers } from '../../app/transfers.ts';
import { useNow } from '../../app/useNow.ts';
import { ProgressLine } from '../../design/ProgressLine.tsx';
import { tooltip } from '../../design/Tooltip.ts';
import { openConnection, openSettings } from '../settings/open-settings.ts';
import { LinkTarget } from './LinkTarget.tsx';
import styles from './StatusLine.module.css';
import { type SyncLine, syncLine } from './syncLine.ts';
import { transferLine } from './transferLine.ts';

/** The line at the bottom: the truth about sync in words; opens the activity page. */
export function StatusLine() {
  const { data: accounts = [] } = useQuery(accountsQuery());
  const { data: counts } = useQuery(countsQuery());
  const online = useApp((app) => app.online);
  const connection = useApp((app) => app.connection);
  // Seldom: each time costs a frame as long as the window is open.
  const now = useNow(10_000);
  const href = useLinkTarget((target) => target.href);
  useEffect(watchLinks, []);
  const attention = counts?.outboxAttention ?? 0;
  // What waits for a time the user chose is not under way.
  const waiting = (counts?.outbox ?? 0) - (counts?.outboxPlanned ?? 0);
  // Where the line says that something in the outbox needs the user, it leads there.
  const toOutbox = attention > 0 && accounts.every((account) => account.sync.state !== 'error');
  const transfer = transferLine(useTransfers());
  const sync: SyncLine =
    connection === 'connected'
      ? syncLine(accounts, { waiting, attention }, online, now)
      : { tone: 'quiet', text: strings.app.reconnecting, rest: '', progress: null, repair: null };
  // What needs the user goes before what only takes its time.
  const line = transfer && sync.tone !== 'warn' && connection === 'connected' ? transfer : sync;
  const label = line.repair
    ? strings.status.openConnection
    : line === transfer
      ? strings.transfers.show
      : strings.status[toOutbox ? 'openOutbox' : 'openActivity'];
  const keys =
    line.repair || line === transfer ? undefined : shortcutOf(toOutbox ? 'go-outbox' : 'go-activity');
  const open = () => {
    if (line.repair) openConnection(line.repair);
    else if (line === transfer) openSettings('transfers');
    else useApp.getState().goTo({ kind: toOutbox ? 'outbox' : 'activity' });
  };
  return (
    <footer className={styles.status} data-region="status">
      {href === null ? null : <LinkTarget href={href} />}
      <button
        type="button"
        className={styles.sync}
        {...tooltip(label, keys)}
        data-region-focus=""
        onClick={open}
      >
        <span className={styles.dot} data-tone={line.tone} aria-hidden="true" />
        <span className={styles.text} data-tone={line.tone}>
          {line.text}
        </span>
        <span className={styles.rest} data-repair={line.repair ? '' : undefined}>
          {line.rest}
        </span>
      </button>
      {line.progress ? (
        <div className={styles.progress}>
          <ProgressLine label={line.text} done={line.progress.done} total={line.progress.total} />
        </div>
      ) : null}
      <span className={styles.encrypted}>
        <LockKeyhole aria-hidden />
        {strings.status.encrypted}
      </span>
    </footer>
  );
}
