/** Files of large mail that are fetched by themselves because somebody wants them now. */
import { create } from 'zustand';
import type { FileProgress } from '#shared/contract/timeline.ts';
import { tellError } from './acts.ts';
import { engine } from './engine.ts';

/** What is being fetched, and what was until the thread says that it is here, by the file's id. */
export const useFileFetches = create<Record<string, FileProgress>>(() => ({}));

const stops = new Map<string, AbortController>();

const forget = (id: string) => useFileFetches.setState(({ [id]: _gone, ...others }) => others, true);

/** Fetches a file; tells what prevents it. */
export async function fetchFile(id: string): Promise<void> {
  if (stops.has(id)) return;
  const stop = new AbortController();
  stops.set(id, stop);
  useFileFetches.setState({ [id]: { share: 0, waiting: false } });
  try {
    for await (const progress of await engine.messages.fetchFile({ id }, { signal: stop.signal }))
      useFileFetches.setState({ [id]: progress });
  } catch (error) {
    forget(id);
    if (!stop.signal.aborted) tellError(error);
  } finally {
    stops.delete(id);
  }
}

/** Ends a fetch; what came of the file is dropped. */
export function stopFetching(id: string): void {
  stops.get(id)?.abort();
  stops.delete(id);
  forget(id);
}
