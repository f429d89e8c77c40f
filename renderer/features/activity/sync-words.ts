import type { SyncState } from '#shared/contract/model.ts';
import { formatStamp } from '../../app/format.ts';
import { strings } from '../../app/strings/index.ts';

const words = strings.activity;
const ages = strings.status;

/** How long ago something was: "4 s ago", "3 min ago", then the time or date. In milliseconds since the epoch. */
export function ago(time: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - time) / 1000));
  if (seconds < 2) return ages.justNow;
  if (seconds < 60) return ages.secondsAgo(seconds);
  if (seconds < 3600) return ages.minutesAgo(Math.floor(seconds / 60));
  return formatStamp(time, now);
}

/** The state of an account in words that are true at `now`. */
export function syncWords(sync: SyncState, now: number): string {
  const checked = sync.checkedAt === null ? words.neverChecked : words.checked(ago(sync.checkedAt, now));
  switch (sync.state) {
    case 'syncing':
      return words.syncing(sync.done, sync.total, sync.what);
    case 'offline':
      return sync.offlineSince === null
        ? words.states.offline
        : words.offlineSince(formatStamp(sync.offlineSince, now));
    case 'starting':
      return words.states.starting;
    default:
      return `${words.states[sync.state]} · ${checked}`;
  }
}
