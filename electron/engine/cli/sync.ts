/** `skein sync` */

import type { SyncState } from '#shared/contract/accounts.ts';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { hasServer } from '#shared/contract/providers.ts';
import type { Engine } from '../engine.ts';
import type { AccountRecord } from '../store/repositories/accounts.ts';
import { findAccount } from './accounts.ts';
import { type Command, EXIT, readArguments } from './command.ts';
import { isoTime, print, tell, tellError } from './output.ts';
import { type Opened, withProfile } from './profile.ts';

export const sync: Command = {
  usage: ['[--account ID] [--once]'],
  summary: 'Brings the store in line with the servers, once or until it is stopped.',
  async run(args) {
    const { values } = readArguments(args, { account: { type: 'string' }, once: { type: 'boolean' } });
    return withProfile(values.profile, async (opened) => {
      const only = values.account === undefined ? null : await findAccount(opened.engine, values.account);
      const accounts = only ? [only] : await opened.engine.store.read('account.list', null);
      return run(opened, accounts.filter(isConnectable), only?.id ?? null, values.once ?? false);
    });
  },
};

function isConnectable(account: AccountRecord): boolean {
  const { paused, address } = account;
  if (paused) tell(`skein: ${address} is paused and left alone. Resume it in Settings.`);
  return hasServer(account) && !paused;
}

async function run(
  { engine, session, signal }: Opened,
  accounts: AccountRecord[],
  only: string | null,
  once: boolean,
): Promise<number> {
  const started = performance.now();
  const done = new AbortController();
  const ended = AbortSignal.any([signal, done.signal]);
  const progress = new Progress(engine, accounts);
  const watching = (async () => {
    for await (const change of session.changes.subscribe(ended)) if (change.accounts) await progress.report();
  })();
  watching.catch(() => done.abort());
  await engine.connect(only);
  const failures = once ? await finish(engine, accounts, ended) : await forever(ended);
  done.abort();
  await watching;
  await progress.report();
  for (const error of failures) tellError(error);
  await print({
    ...(await totals(engine, accounts)),
    failed: failures.length,
    tookMs: performance.now() - started,
  });
  return failures.length > 0 ? EXIT.failed : EXIT.done;
}

/** Prints a line whenever an account has got further. */
class Progress {
  readonly #engine: Engine;
  readonly #accounts: AccountRecord[];
  readonly #printed = new Map<string, string>();

  constructor(engine: Engine, accounts: AccountRecord[]) {
    this.#engine = engine;
    this.#accounts = accounts;
  }

  async report(): Promise<void> {
    for (const account of this.#accounts) {
      const { state, what, done, total, error } = this.#engine.supervisor.state(account);
      const line = {
        accountId: account.id,
        account: account.address,
        state,
        mailbox: what,
        done,
        total,
        error,
      };
      const text = JSON.stringify(line);
      if (this.#printed.get(account.id) === text) continue;
      this.#printed.set(account.id, text);
      await print({ at: isoTime(Date.now()), ...line });
    }
  }
}

/** What the user did goes out first, so that the servers' answer to it is part of what is fetched. */
async function finish(engine: Engine, accounts: AccountRecord[], ended: AbortSignal): Promise<ErrorInfo[]> {
  await engine.outbox.idle();
  const results = await Promise.all(accounts.map((account) => inLine(engine, account, ended)));
  return results.filter((error) => error !== null);
}

/** Resolves when the account is in line with its server, to what prevents it otherwise. */
async function inLine(engine: Engine, account: AccountRecord, ended: AbortSignal): Promise<ErrorInfo | null> {
  const mail = engine.supervisor.mail(account.id);
  const work = mail ? mail.imap.syncNow() : settled(engine, account, ended);
  try {
    await Promise.race([work, aborted(ended)]);
    return null;
  } catch (error) {
    const known = error as { toInfo?: () => ErrorInfo };
    if (typeof known.toInfo !== 'function') throw error;
    return known.toInfo();
  }
}

const STOPPED: ErrorInfo = {
  code: 'canceled',
  message: 'The sync was stopped before its end.',
  advice: 'What was fetched is kept; the next sync goes on from there.',
  detail: null,
};

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(Object.assign(new Error(STOPPED.message), { toInfo: () => STOPPED }));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

const LOOK_EVERY_MS = 50;

/** A number is in line when its first look at the carrier is over. */
async function settled(engine: Engine, account: AccountRecord, ended: AbortSignal): Promise<void> {
  for (;;) {
    const sync: SyncState = engine.supervisor.state(account);
    if (sync.state === 'idle' || ended.aborted) return;
    const { error } = sync;
    if (error) throw Object.assign(new Error(error.message), { toInfo: () => error });
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

async function forever(ended: AbortSignal): Promise<ErrorInfo[]> {
  if (!ended.aborted)
    await new Promise((resolve) => ended.addEventListener('abort', resolve, { once: true }));
  return [];
}

async function totals(engine: Engine, accounts: AccountRecord[]) {
  const ids = new Set(accounts.map(({ id }) => id));
  const mailboxes = (await engine.accounts.list())
    .filter(({ id }) => ids.has(id))
    .flatMap((account) => account.mailboxes);
  const { messages } = await engine.store.read('doctor.counts', null);
  return {
    accounts: accounts.length,
    mailboxes: mailboxes.length,
    synced: mailboxes.reduce((sum, { synced }) => sum + synced, 0),
    total: mailboxes.reduce((sum, { total }) => sum + total, 0),
    messages,
  };
}
