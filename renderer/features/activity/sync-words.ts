import type { Account } from '#shared/contract/accounts.ts';
import { formatStamp, formatTime } from '../../app/format.ts';
import { strings } from '../../app/strings/index.ts';
import { ago } from '../status/syncLine.ts';

const words = strings.activity;

const dayMs = 86_400_000;

/** "4 s ago", "3 h ago"; from a day on the date and time. In milliseconds since the epoch. */
export function since(time: number, now: number): string {
  return now - time < dayMs ? ago(time, now) : formatStamp(time, now);
}

/** The state of an account in words that are true at `now`. */
export function syncWords({ sync, mailboxes }: Pick<Account, 'sync' | 'mailboxes'>, now: number): string {
  const failed = mailboxes.filter(({ error }) => error !== null).length;
  const checked = sync.checkedAt === null ? words.neverChecked : words.checked(since(sync.checkedAt, now));
  switch (sync.state) {
    case 'syncing':
      if (sync.silentSince !== null) return strings.status.silent(formatTime(sync.silentSince), sync.what);
      return words.syncing(sync.done, sync.total, sync.what);
    case 'offline':
      return sync.offlineSince === null
        ? words.states.offline
        : words.offlineSince(formatStamp(sync.offlineSince, now));
    case 'starting':
      return words.states.starting;
    case 'idle':
      return `${failed > 0 ? strings.mailboxes.except(failed) : words.states.idle} · ${checked}`;
    default:
      return `${words.states[sync.state]} · ${checked}`;
  }
}
