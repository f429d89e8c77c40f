/** The import's row: where it stands, so that it can go on after any end. */
import { addAccount } from '#engine/store/repositories/accounts.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import type { ErrorInfo } from '#shared/contract/model.ts';
import type { LeftOut } from '#shared/contract/transfers.ts';

export interface ImportJob {
  id: string;
  accountId: string;
  paths: string[];
  state: 'running' | 'stopped' | 'done' | 'failed';
  /** The file read last; all before `position` is in the store. */
  file: string | null;
  position: number;
  /** Bytes of the files before that one. */
  doneBytes: number;
  added: number;
  known: number;
  erased: number;
  leftOut: number;
  problems: LeftOut[];
  error: ErrorInfo | null;
  finishedAt: number | null;
}

/** The account that imported mail lies in, by the name it is shown with. */
const LOCAL_ADDRESS = 'Imported mail';
const MAX_PROBLEMS = 100;

interface JobRow extends Omit<ImportJob, 'paths' | 'problems' | 'error'> {
  paths: string;
  problems: string;
  error: string | null;
}

/** The import that runs or ran last; `null` when there was none. */
export function latestImport(db: Database, _: null): ImportJob | null {
  const row = prepare(
    db,
    `SELECT id, account_id AS accountId, paths, state, file, position, done_bytes AS doneBytes, added, known, erased,
       left_out AS leftOut, problems, error, finished_at AS finishedAt FROM import_job`,
  ).get() as JobRow | undefined;
  if (!row) return null;
  const { paths, problems, error } = row;
  return {
    ...row,
    paths: JSON.parse(paths),
    problems: JSON.parse(problems),
    error: error === null ? null : JSON.parse(error),
  };
}

/** Begins an import of these paths, or goes on with the last one when it was of the same and did not come to its end. */
export function beginImport(tx: Tx, { paths }: { paths: readonly string[] }): ImportJob {
  const last = latestImport(tx.db, null);
  if (last && last.state !== 'done' && JSON.stringify(last.paths) === JSON.stringify(paths)) {
    prepare(
      tx.db,
      "UPDATE import_job SET state = 'running', error = NULL, finished_at = NULL WHERE id = ?",
    ).run(last.id);
    return { ...last, state: 'running', error: null, finishedAt: null };
  }
  prepare(tx.db, 'DELETE FROM import_job').run();
  prepare(
    tx.db,
    "INSERT INTO import_job (id, account_id, paths, state, started_at) VALUES (?, ?, ?, 'running', ?)",
  ).run(tx.id(), localAccount(tx), JSON.stringify(paths), tx.now());
  return latestImport(tx.db, null)!;
}

export interface EndedImport {
  id: string;
  state: 'stopped' | 'done' | 'failed';
  error: ErrorInfo | null;
}

/** Notes how it ended. */
export function endImport(tx: Tx, { id, state, error }: EndedImport): void {
  prepare(tx.db, 'UPDATE import_job SET state = ?, error = ?, finished_at = ? WHERE id = ?').run(
    state,
    error && JSON.stringify(error),
    tx.now(),
    id,
  );
  tx.changed.accounts();
}

export interface ImportStep extends Pick<ImportJob, 'file' | 'position' | 'doneBytes'> {
  /** Left out since the last step. */
  problems: LeftOut[];
}

/** Notes how far it is and what came of it. */
export function stepImport(
  tx: Tx,
  id: string,
  { file, position, doneBytes, problems }: ImportStep,
  counts: Pick<ImportJob, 'added' | 'known' | 'erased'>,
): void {
  const before = prepare(tx.db, 'SELECT problems FROM import_job WHERE id = ?').pluck().get(id) as string;
  const named = [...(JSON.parse(before) as LeftOut[]), ...problems].slice(0, MAX_PROBLEMS);
  prepare(
    tx.db,
    `UPDATE import_job SET file = ?, position = ?, done_bytes = ?, added = added + ?, known = known + ?,
       erased = erased + ?, left_out = left_out + ?, problems = ? WHERE id = ?`,
  ).run(
    file,
    position,
    doneBytes,
    counts.added,
    counts.known,
    counts.erased,
    problems.length,
    JSON.stringify(named),
    id,
  );
}

function localAccount(tx: Tx): string {
  const known = prepare(tx.db, "SELECT id FROM account WHERE provider = 'local' ORDER BY created_at LIMIT 1")
    .pluck()
    .get() as string | undefined;
  if (known !== undefined) return known;
  const account = {
    channel: 'mail',
    provider: 'local',
    address: LOCAL_ADDRESS,
    name: '',
    settings: {},
  } as const;
  return addAccount(tx, { id: tx.id(), ...account }).id;
}
