import type { QueryClient } from '@tanstack/react-query';
import type { Change } from '#shared/contract/model.ts';
import { connected, engine } from './engine.ts';
import { keys } from './queries.ts';

const gatherMs = 40;
const pauseMs = 400;

/** Invalidates what a change names. */
function apply(client: QueryClient, change: Change): void {
  const stale = (queryKey: readonly unknown[]) => void client.invalidateQueries({ queryKey });
  if (change.threads === 'all') {
    stale(['thread']);
  } else {
    for (const id of change.threads) stale(keys.thread(id));
  }
  if (change.threads === 'all' || change.threads.length > 0) {
    stale(keys.threads);
    stale(keys.counts);
    stale(keys.search);
  }
  if (change.accounts) {
    stale(keys.accounts);
    stale(keys.session);
  }
  if (change.drafts) {
    stale(keys.drafts);
    stale(['draft']);
    stale(keys.counts);
    stale(keys.threads);
  }
  if (change.outbox) {
    stale(keys.outbox);
    stale(keys.counts);
  }
  if (change.settings) {
    stale(keys.settings);
    stale(keys.mediaHost);
  }
  if (change.people) stale(['thread']);
  if (change.people || change.settings) stale(keys.textCheck);
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
 * Follows the change feed for ever, across restarts of the engine. Changes within 40 ms are applied together,
 * so that a sync does not repaint per transaction. After a gap everything is asked again.
 */
export async function followChanges(client: QueryClient): Promise<never> {
  let pending: Change | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    if (pending) apply(client, pending);
    pending = null;
  };
  for (let first = true; ; first = false) {
    const signal = await connected();
    try {
      const feed = await engine.changes({}, { signal });
      if (!first) void client.invalidateQueries();
      for await (const change of feed) {
        pending = pending ? merge(pending, change) : change;
        if (timer === undefined) timer = setTimeout(flush, gatherMs);
      }
    } catch {
      // The feed ends with the engine; the loop finds the next one.
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
