/** By what the answers of the engine are kept, and what the change feed makes stale. */
export const keys = {
  session: ['session'],
  counts: ['counts'],
  accounts: ['accounts'],
  senders: ['senders'],
  sizeLimit: (accountId: string) => ['size-limit', accountId],
  connection: (accountId: string) => ['connection', accountId],
  threads: ['threads'],
  thread: (id: string) => ['thread', id],
  wayOff: (threadId: string) => ['way-off', threadId],
  drafts: ['drafts'],
  outbox: ['outbox'],
  settings: ['settings'],
  search: ['search'],
  textCheck: ['text-check'],
  mediaHost: ['media-host'],
  signInClients: ['sign-in-clients'],
} as const;
