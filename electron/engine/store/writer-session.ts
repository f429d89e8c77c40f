import { statSync } from 'node:fs';
import type { Change } from '#shared/contract/changes.ts';
import { removeBackups } from './backup.ts';
import { sweepContent, unlinkContent } from './content-sweep.ts';
import type { Database } from './database.ts';
import { StoreError, toStoreError } from './errors.ts';
import { openStore } from './open-store.ts';
import { type ProfilePaths, profilePaths } from './paths.ts';
import type { ProfileLock } from './profile-lock.ts';
import type { Maintenance, OpenReport, PurgeReport, WorkerStart } from './protocol.ts';
import { hasSearchBacklog, indexGroup } from './search-backlog.ts';
import { mergeSearchIndex } from './search-merge.ts';
import { prepare } from './statements.ts';
import { StoreKey } from './store-key.ts';
import { type Command, runCommand } from './transaction.ts';
import { WalIndex } from './wal-index.ts';

/** Pages of the log that are worth a checkpoint beside the writer, and the fewer that are when the writer rests. */
const CHECKPOINT_FRAMES = 8_192;
const RESTING_CHECKPOINT_FRAMES = 2_048;
/** How often a checkpoint that a reader stands in the way of is tried again; each try waits for the busy time-out. */
const CHECKPOINT_TRIES = 5;

type Commands = Record<string, Command<never, unknown>>;

/** The only connection that writes, the lock on the profile, and the commands it runs. */
export class WriterSession {
  readonly report: OpenReport;
  readonly #db: Database;
  readonly #key: StoreKey;
  readonly #lock: ProfileLock;
  readonly #paths: ProfilePaths;
  readonly #commands: Commands;
  readonly #walIndex: WalIndex;
  #suspect = false;
  /** Whether the log has grown enough to be checkpointed by somebody else. */
  logHasGrown = false;

  private constructor(
    opened: { db: Database; lock: ProfileLock; report: OpenReport },
    key: StoreKey,
    paths: ProfilePaths,
    commands: Commands,
  ) {
    this.#db = opened.db;
    this.#lock = opened.lock;
    this.report = opened.report;
    this.#key = key;
    this.#paths = paths;
    this.#commands = commands;
    this.#walIndex = new WalIndex(paths.shm);
  }

  /** Locks the profile, opens or creates its store and brings it up to date. Throws StoreError as openStore does. */
  static open(start: WorkerStart, commands: Commands): WriterSession {
    const key = StoreKey.fromBytes(start.key);
    const paths = profilePaths(start.profile);
    const opened = openStore({ paths, key, addonPath: start.addonPath, now: Date.now() });
    opened.report.sweptFiles = sweepContent(opened.db, paths.content);
    return new WriterSession(opened, key, paths, commands);
  }

  run(name: string, args: unknown): { result: unknown; change: Change | null } {
    const command = Object.hasOwn(this.#commands, name) ? this.#commands[name] : undefined;
    if (!command) throw new StoreError('store-defect', `There is no command "${name}".`);
    const { result, changed } = runCommand(this.#db, command, args as never);
    this.#unlinkOrphans();
    this.logHasGrown = this.#walIndex.pendingFrames >= CHECKPOINT_FRAMES;
    return { result, change: changed.empty ? null : changed.toChange() };
  }

  maintain(task: keyof Maintenance, _args: unknown): unknown {
    if (task === 'purge') return this.#purge();
    throw new StoreError('store-defect', `The writer does not ${task}.`);
  }

  /** What the caller is told; a damaged page found on the way makes the next start check the whole store. */
  judge(error: unknown): unknown {
    const judged = toStoreError(error);
    if (judged instanceof StoreError && judged.code === 'store-damaged') this.#suspect = true;
    return judged;
  }

  /** A little of what can wait until nobody wants anything; returns whether there is more of it. */
  rest(): boolean {
    try {
      this.#unlinkOrphans();
      const more = this.#indexGroup() || mergeSearchIndex(this.#db);
      this.logHasGrown =
        this.#walIndex.pendingFrames >= (more ? CHECKPOINT_FRAMES : RESTING_CHECKPOINT_FRAMES);
      return more;
    } catch (error) {
      // Nobody waits for an answer here; the next command meets the same obstacle and reports it.
      this.judge(error);
      return false;
    }
  }

  /** Gives back the pages it keeps in memory, up to 64 MB of them. */
  releaseMemory(): void {
    this.#db.pragma('shrink_memory');
  }

  close(): void {
    let clean = !this.#suspect;
    try {
      this.#db.pragma('optimize');
      this.#db.pragma('wal_checkpoint(TRUNCATE)');
    } catch {
      clean = false;
    }
    this.#walIndex.close();
    this.#db.close();
    this.#lock.release({ clean });
    this.#key.wipe();
  }

  #purge(): PurgeReport {
    const files = this.#unlinkOrphans();
    const backups = removeBackups(this.#paths.backups);
    for (let tries = 0; ; tries++) {
      const [row] = this.#db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
      if (row?.busy === 0) break;
      if (tries === CHECKPOINT_TRIES) {
        throw new StoreError('store-locked', 'A reader keeps the log of the store from being emptied.');
      }
    }
    return { files, backups, walBytes: this.#walBytes() };
  }

  /**
   * Content files whose rows this or an earlier transaction deleted. The command is committed by now: when a file
   * cannot be unlinked its row in content_orphan stays, and the next idle moment or start tries again.
   */
  #unlinkOrphans(): number {
    try {
      const ids = prepare<{ id: string }>(this.#db, 'SELECT id FROM content_orphan').all();
      if (ids.length === 0) return 0;
      return unlinkContent(
        this.#db,
        this.#paths.content,
        ids.map(({ id }) => id),
      );
    } catch (error) {
      this.judge(error);
      return 0;
    }
  }

  #indexGroup(): boolean {
    return hasSearchBacklog(this.#db) && this.#db.transaction(() => indexGroup(this.#db)).immediate();
  }

  #walBytes(): number {
    return statSync(this.#paths.wal, { throwIfNoEntry: false })?.size ?? 0;
  }
}
