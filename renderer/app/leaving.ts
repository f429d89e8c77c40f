/**
 * Threads the user has just sent away. They leave the lists with the keystroke, and an answer that was asked for before
 * the engine had done it does not bring them back.
 */
import type { QueryClient } from '@tanstack/react-query';
import type { View } from '#shared/contract/model.ts';
import type { ThreadRow } from '#shared/contract/threads.ts';
import type { engine } from './engine.ts';
import type { ThreadFilter } from './queries.ts';
import { keys } from './queryKeys.ts';

export type ThreadAct = Parameters<typeof engine.threads.act>[0]['act'];

/** What takes a thread out of a list, whatever else the thread holds. */
const leftBy: Record<View, readonly ThreadAct[]> = {
  inbox: ['archive', 'trash', 'junk', 'later', 'mute'],
  later: ['archive', 'trash', 'junk', 'inbox'],
  archive: ['inbox', 'trash', 'junk', 'later'],
  trash: ['inbox', 'archive', 'junk'],
  junk: ['inbox', 'archive', 'trash'],
  starred: ['trash', 'junk'],
  sent: ['trash', 'junk'],
  all: ['trash', 'junk'],
};

interface Departure {
  act: ThreadAct;
  /** The engine has done it: what it is asked from here on is true. */
  done: boolean;
}

const departures = new Map<string, Departure>();

interface Listed {
  rows: ThreadRow[];
  total: number;
}

function without<Page extends Listed>(page: Page, filter: ThreadFilter): Page {
  const left = leftBy[filter.mailboxId === null && filter.labelId === null ? filter.view : 'all'];
  const rows = page.rows.filter(({ id }) => {
    const departure = departures.get(id);
    return !departure || !left.includes(departure.act);
  });
  return rows.length === page.rows.length
    ? page
    : { ...page, rows, total: page.total - (page.rows.length - rows.length) };
}

/** Asks for a part of a list, and leaves out of the answer what was sent away and may still be in it. */
export async function askForList<Page extends Listed>(
  filter: ThreadFilter,
  ask: () => Promise<Page>,
): Promise<Page> {
  const known = [...departures].filter(([, { done }]) => done);
  const page = await ask();
  for (const [id, departure] of known) if (departures.get(id) === departure) departures.delete(id);
  return without(page, filter);
}

export interface SentAway {
  /** The engine has done it. */
  done(): void;
  /** It could not be done: they come back. */
  failed(): void;
}

/** Takes threads out of the lists on screen that an act removes them from. */
export function sendAway(client: QueryClient, ids: readonly string[], act: ThreadAct): SentAway {
  const departure: Departure = { act, done: false };
  for (const id of ids) departures.set(id, departure);
  for (const query of client.getQueryCache().findAll({ queryKey: keys.threads })) {
    const page = query.state.data as (Listed & { filter: ThreadFilter }) | undefined;
    const kept = page && without(page, page.filter);
    if (kept !== page) client.setQueryData(query.queryKey, kept);
  }
  return {
    done() {
      departure.done = true;
    },
    failed() {
      for (const id of ids) if (departures.get(id) === departure) departures.delete(id);
      void client.invalidateQueries({ queryKey: keys.threads });
    },
  };
}
