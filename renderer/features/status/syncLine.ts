import type { Account } from '#shared/contract/model.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { formatTime } from '../../app/format.ts';
import { strings } from '../../app/strings/index.ts';

const t = strings.status;

export interface SyncLine {
  tone: 'good' | 'busy' | 'quiet' | 'warn';
  text: string;
  /** More, in a lighter tone. */
  rest: string;
  progress: { done: number; total: number } | null;
}

/** "4 s ago". */
export function ago(time: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - time) / 1000));
  if (seconds < 2) return t.justNow;
  if (seconds < 60) return t.secondsAgo(seconds);
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? t.minutesAgo(minutes) : t.hoursAgo(Math.round(minutes / 60));
}

/** The truth about all accounts in one line: what needs the user first, then what is going on, then rest. */
export function syncLine(
  accounts: readonly Account[],
  waiting: number,
  online: boolean,
  now: number,
): SyncLine {
  const none = { rest: '', progress: null };
  if (accounts.length === 0) return { tone: 'quiet', text: t.noAccounts, ...none };
  const failed = accounts.find((account) => account.sync.state === 'error');
  if (failed) {
    const what = failed.sync.error?.message ?? strings.places.syncWord.error;
    return { tone: 'warn', text: t.error(displayAddress(failed.address), what), ...none };
  }
  const remote = accounts.filter((account) => account.provider !== 'sample');
  const offline = remote.find((account) => account.sync.state === 'offline');
  if (offline || (!online && remote.length > 0)) {
    const since = offline?.sync.offlineSince;
    const text = since ? t.offlineSince(formatTime(since), waiting) : t.offline(waiting);
    return { tone: 'quiet', text, ...none };
  }
  const rest = t.accounts(accounts.length);
  const busy = accounts.filter((account) => account.sync.state === 'syncing');
  if (busy.length > 0) {
    const done = busy.reduce((sum, account) => sum + account.sync.done, 0);
    const total = busy.reduce((sum, account) => sum + account.sync.total, 0);
    const what = busy[0]?.sync.what ?? null;
    const text = total > 0 ? t.syncing(done, total, what) : t.syncingUnknown(what);
    return { tone: 'busy', text, rest, progress: total > 0 ? { done, total } : null };
  }
  if (accounts.some((account) => account.sync.state === 'starting')) {
    return { tone: 'busy', text: t.starting, rest, progress: null };
  }
  if (accounts.every((account) => account.sync.state === 'paused')) {
    return { tone: 'quiet', text: t.paused, rest, progress: null };
  }
  const checks = accounts.map((account) => account.sync.checkedAt).filter((time) => time !== null);
  const oldest = checks.length > 0 ? t.checked(ago(Math.min(...checks), now)) : '';
  const queue = waiting > 0 ? t.waiting(waiting) : '';
  return {
    tone: 'good',
    text: t.upToDate,
    rest: [rest, oldest, queue].filter(Boolean).join(' · '),
    progress: null,
  };
}
