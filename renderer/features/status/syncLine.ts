import type { Account } from '#shared/contract/accounts.ts';
import { hasServer } from '#shared/contract/providers.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { formatTime } from '../../app/format.ts';
import { needsConnection } from '../../app/repair.ts';
import { strings } from '../../app/strings/index.ts';

const t = strings.status;

export interface SyncLine {
  tone: 'good' | 'busy' | 'quiet' | 'warn';
  text: string;
  /** More, in a lighter tone. */
  rest: string;
  progress: { done: number; total: number } | null;
  /** The account whose connection the user must put right. */
  repair: string | null;
}

/** "4 s ago". */
export function ago(time: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - time) / 1000));
  if (seconds < 2) return t.justNow;
  if (seconds < 60) return t.secondsAgo(seconds);
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? t.minutesAgo(minutes) : t.hoursAgo(Math.round(minutes / 60));
}

/** What the outbox holds. */
export interface Queue {
  /** What the user did that no server has confirmed yet. */
  waiting: number;
  /** Those of it that wait for the user. */
  attention: number;
}

function syncing(accounts: readonly Account[]): Pick<SyncLine, 'text' | 'progress'> {
  const done = accounts.reduce((sum, account) => sum + account.sync.done, 0);
  const total = accounts.reduce((sum, account) => sum + account.sync.total, 0);
  const what = accounts[0]?.sync.what ?? null;
  const silent = accounts.length === 1 ? accounts[0]?.sync.silentSince : null;
  if (silent) return { text: t.silent(formatTime(silent), what), progress: null };
  return total > 0
    ? { text: t.syncing(done, total, what), progress: { done, total } }
    : { text: t.syncingUnknown(what), progress: null };
}

const isSample = ({ provider }: Account) => provider === 'sample';

/** How many accounts there are and when the one longest ago was checked. */
function checks(accounts: readonly Account[], now: number): string {
  const times = accounts.map((account) => account.sync.checkedAt).filter((time) => time !== null);
  const oldest = times.length > 0 ? t.checked(ago(Math.min(...times), now)) : '';
  return [t.accounts(accounts.length), oldest].filter(Boolean).join(' · ');
}

/** The truth about all accounts in one line: what needs the user first, then what is going on, then rest. */
export function syncLine(
  accounts: readonly Account[],
  { waiting, attention }: Queue,
  online: boolean,
  now: number,
): SyncLine {
  const line = (tone: SyncLine['tone'], text: string, rest = ''): SyncLine => ({
    tone,
    text,
    rest,
    progress: null,
    repair: null,
  });
  if (accounts.length === 0) return line('quiet', t.noAccounts);
  const repair = accounts.find(needsConnection) ?? null;
  const failed = repair ?? accounts.find((account) => account.sync.state === 'error');
  if (failed) {
    const what = failed.sync.error?.message ?? strings.places.syncWord.error;
    const text = t.error(displayAddress(failed.address), what);
    return { ...line('warn', text, repair ? t.repair : ''), repair: repair?.id ?? null };
  }
  if (attention > 0) return line('warn', t.needYou(attention), t.inOutbox);
  const remote = accounts.filter(hasServer);
  if (remote.length === 0)
    return line('good', t.upToDate, accounts.some(isSample) ? t.sample : strings.transfers.local);
  const offline = remote.filter((account) => account.sync.state === 'offline');
  if (offline.length > 0 || !online) {
    const { address, sync } = offline[0] ?? {};
    const why = sync?.error?.message ?? '';
    if (!address || !sync?.offlineSince) return line('quiet', t.offline(waiting), why);
    const since = t.offlineSince(formatTime(sync.offlineSince), waiting);
    const alone = online && offline.length < remote.length;
    return line('quiet', alone ? t.error(displayAddress(address), since) : since, why);
  }
  const rest = checks(remote, now);
  const busy = remote.filter((account) => account.sync.state === 'syncing');
  if (busy.length > 0) return { ...line('busy', '', t.accounts(remote.length)), ...syncing(busy) };
  if (remote.some((account) => account.sync.state === 'starting')) return line('busy', t.starting);
  if (waiting > 0) return line('busy', t.waiting(waiting), rest);
  const left = remote.flatMap(({ mailboxes }) => mailboxes).filter(({ error }) => error !== null);
  if (left.length > 0) return line('warn', strings.mailboxes.except(left.length), rest);
  const running = remote.filter((account) => account.sync.state !== 'paused');
  if (running.length === 0) return line('quiet', t.paused);
  return line('good', t.upToDate, rest);
}
