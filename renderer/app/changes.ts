import type { QueryClient } from '@tanstack/react-query';
import { connected, engine } from './engine.ts';
import { outdate, Refresher } from './refresher.ts';

const pauseMs = 400;

/** Follows the change feed for ever, across restarts of the engine. After a gap everything is asked again. */
export async function followChanges(client: QueryClient): Promise<never> {
  const refresher = new Refresher(client);
  for (let first = true; ; first = false) {
    const signal = await connected();
    try {
      const feed = await engine.changes({}, { signal });
      if (!first) void outdate(client);
      for await (const change of feed) refresher.note(change);
    } catch {
      // The feed ends with the engine; the loop finds the next one.
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
