/** What the store's client and its worker threads tell each other. */
import type { Change } from '#shared/contract/changes.ts';
import type { ConnectionMode } from './connection.ts';
import type { FlatError } from './error-transfer.ts';
import type { Priority } from './queue.ts';

export interface WorkerStart {
  mode: ConnectionMode;
  profile: string;
  key: Uint8Array;
  addonPath: string | undefined;
}

/** Work on the connection itself, besides commands and queries. */
export interface Maintenance {
  /** After an erasure: unlinks content, removes backups, cuts the log to nothing. */
  purge: { args: undefined; result: PurgeReport };
  /** Looks at the whole store; takes seconds on a large one. */
  check: { args: undefined; result: StoreCheck };
  /** Writes an encrypted copy of the store. */
  copy: { args: string; result: undefined };
  /** Moves what is in the log into the file, as far as readers allow, without keeping the writer. */
  checkpoint: { args: undefined; result: undefined };
}

export interface PurgeReport {
  /** Content files that were unlinked. */
  files: number;
  backups: number;
  /** Bytes left in the write-ahead log: 0. */
  walBytes: number;
}

export interface StoreCheck {
  sqlite: string;
  cipher: string;
  encrypted: boolean;
  /** `ok`, or the first thing that is wrong. */
  integrity: string;
  schema: number;
  storeBytes: number;
  contentBytes: number;
}

/** What happened when the store was opened. */
export interface OpenReport {
  created: boolean;
  /** The schema before migrating; `null` when nothing was migrated. */
  migratedFrom: number | null;
  /** The last engine did not close the store. */
  unclean: boolean;
  /** The search index was damaged and built again. */
  reindexed: boolean;
  /** Content files without a row that were removed. */
  sweptFiles: number;
  /** A damaged store was moved to `path`; rows of its small tables that could be read were taken over. */
  setAside: { path: string; reason: string; salvaged: Record<string, number> } | null;
}

export type Request =
  /** The first one: the connection may be opened now. */
  | { type: 'open' }
  | { type: 'run'; id: number; name: string; args: unknown; priority: Priority }
  | { type: 'maintain'; id: number; task: keyof Maintenance; args: unknown; priority: Priority }
  | { type: 'close' };

export type Response =
  | { type: 'opened'; report: OpenReport | null }
  | { type: 'refused'; error: FlatError }
  | { type: 'done'; id: number; result: unknown; change: Change | null }
  | { type: 'failed'; id: number; error: FlatError }
  /** A command or query took longer than it should; by name only. */
  | { type: 'slow'; name: string; ms: number }
  /** The log has grown enough to be checkpointed. */
  | { type: 'log-grown' }
  | { type: 'closed' };
