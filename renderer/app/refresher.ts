import type { Query, QueryClient, QueryKey } from '@tanstack/react-query';
import type { Change } from '#shared/contract/changes.ts';
import type { WayOff } from '#shared/contract/lists.ts';
import { keys } from './queryKeys.ts';
import { checkAgain } from './spelling.ts';

const gatherMs = 20;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Marks answers as outdated, all of them without a key; resolves when those on a screen are there anew. One that was
 * asked for ahead and is on its way would count as new when it comes: it is marked then.
 */
export async function outdate(client: QueryClient, queryKey?: QueryKey): Promise<void> {
  const filter = queryKey ? { queryKey } : {};
  const ahead = client.getQueryCache().findAll({ ...filter, type: 'inactive', fetchStatus: 'fetching' });
  for (const query of ahead) {
    const mark = () => client.invalidateQueries({ queryKey: query.queryKey, exact: true });
    query.promise?.then(mark, () => {});
  }
  await client.invalidateQueries(filter);
}

/** Outdates what a change names; resolves when the screens have the new answers. */
async function apply(client: QueryClient, change: Change): Promise<void> {
  const answers: Promise<void>[] = [];
  const stale = (queryKey: QueryKey) => answers.push(outdate(client, queryKey));
  if (change.threads === 'all') {
    stale(['thread']);
    stale(['way-off']);
  } else {
    for (const id of change.threads) {
      stale(keys.thread(id));
      stale(keys.wayOff(id));
    }
  }
  if (change.threads === 'all' || change.threads.length > 0) {
    stale(keys.threads);
    stale(keys.counts);
    stale(keys.search);
    stale(keys.labelUse);
    stale(keys.sections);
    stale(keys.serverDrafts);
  }
  if (change.accounts) {
    // The mailbox that a rule moves mail to may be gone.
    stale(keys.rules);
    stale(keys.accounts);
    stale(keys.senders);
    stale(keys.session);
  }
  if (change.drafts) {
    stale(keys.drafts);
    stale(keys.serverDrafts);
    stale(['draft']);
    stale(keys.counts);
    stale(keys.threads);
  }
  if (change.outbox) {
    stale(keys.outbox);
    stale(keys.ruleRuns);
    // Of all that the outbox holds only a mail that asks a list has to do with it.
    const waiting = (query: Query) =>
      (query.state.data as WayOff | null | undefined)?.asked?.waiting === true;
    answers.push(client.invalidateQueries({ queryKey: ['way-off'], predicate: waiting }));
    stale(keys.counts);
  }
  if (change.settings) {
    stale(keys.settings);
    stale(keys.templates);
    stale(keys.spellingWords);
    stale(keys.groups);
    checkAgain();
    stale(keys.rules);
    stale(keys.labels);
    stale(keys.sections);
    stale(keys.mediaHost);
    stale(keys.signInClients);
  }
  if (change.people) stale(['thread']);
  if (change.people || change.settings) stale(keys.textCheck);
  await Promise.all(answers);
}

function merge(a: Change, b: Change): Change {
  return {
    threads: a.threads === 'all' || b.threads === 'all' ? 'all' : [...new Set([...a.threads, ...b.threads])],
    accounts: a.accounts || b.accounts,
    drafts: a.drafts || b.drafts,
    outbox: a.outbox || b.outbox,
    settings: a.settings || b.settings,
    people: a.people || b.people,
  };
}

/**
 * Brings the screens up to date with what changed. Later changes gather until the answers to the earlier ones are
 * there, and then as long again: asked after every transaction of a sync, the engine would do nothing else, and what
 * the user asks would wait behind.
 */
export class Refresher {
  readonly #client: QueryClient;
  #pending: Change | null = null;
  #running = false;

  constructor(client: QueryClient) {
    this.#client = client;
  }

  note(change: Change): void {
    this.#pending = this.#pending ? merge(this.#pending, change) : change;
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    await pause(gatherMs);
    while (this.#pending) {
      const change = this.#pending;
      this.#pending = null;
      const started = performance.now();
      await apply(this.#client, change);
      await pause(Math.max(gatherMs, performance.now() - started));
    }
    this.#running = false;
  }
}
