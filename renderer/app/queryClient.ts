import { QueryClient } from '@tanstack/react-query';
import { EngineGoneError } from './errors.ts';

const retries = 5;
const retryDelayMs = 300;

/** The cache of what the engine said. Nothing in it ages: only the change feed invalidates. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 5 * 60_000,
      // The engine is on this machine: the network's state says nothing about it.
      networkMode: 'always',
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      retry: (count, error) => error instanceof EngineGoneError && count < retries,
      retryDelay: retryDelayMs,
    },
    mutations: { networkMode: 'always', retry: false },
  },
});
