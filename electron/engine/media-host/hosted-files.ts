/** Which files lie on the media host, and which of them nobody needs there any more. */
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import type { ErrorInfo } from '#shared/contract/model.ts';

/** After this no carrier fetches a file any more, whatever became of its text. */
const FETCHED_WITHIN_MS = 72 * 3600_000;

const KEY = 'mediaHost';

/** What is kept of the host besides its secret. */
export interface StoredMediaHost {
  uploadUrl: string;
  publicUrl: string | null;
  username: string | null;
}

export function storedMediaHost(db: Database): StoredMediaHost | null {
  const value = prepare(db, 'SELECT value FROM setting WHERE key = ?').pluck().get(KEY) as string | undefined;
  return value === undefined ? null : JSON.parse(value);
}

function storeMediaHost(tx: Tx, host: StoredMediaHost | null): void {
  if (host === null) prepare(tx.db, 'DELETE FROM setting WHERE key = ?').run(KEY);
  else
    prepare(
      tx.db,
      'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    ).run(KEY, JSON.stringify(host));
  tx.changed.settings();
}

export interface NewHostedFile {
  name: string;
  uploadUrl: string;
  clientRef: string;
  attempt: number;
}

/** Before the upload: from here on the file may lie there. */
function noteHostedFile(tx: Tx, { name, uploadUrl, clientRef, attempt }: NewHostedFile): void {
  prepare(
    tx.db,
    `INSERT INTO hosted_file (name, upload_url, message_row, attempt)
     VALUES (?, ?, (SELECT message_row FROM text_message WHERE client_ref = ?), ?)`,
  ).run(name, uploadUrl, clientRef, attempt);
}

// The carrier has fetched what it sent; a file of an earlier attempt or of an erased text is nobody's.
const NEEDED = `coalesce(
  h.attempt = t.attempts
  AND (t.dispatch IN ('claimed', 'dispatching', 'ambiguous', 'needs-human')
    OR t.dispatch = 'accepted' AND t.status IN ('unknown', 'scheduled', 'queued', 'sending'))
  AND coalesce(t.accepted_at, t.wire_started_at, @now) > @now - ${FETCHED_WITHIN_MS}, 0)`;
const FILES = 'FROM hosted_file h LEFT JOIN text_message t ON t.message_row = h.message_row';

export interface RemovableFile {
  name: string;
  uploadUrl: string;
  removals: number;
}

/** Files to remove now; with `all` also those a carrier may still fetch. */
function removableFiles(db: Database, { now, all }: { now: number; all: boolean }): RemovableFile[] {
  return prepare(
    db,
    `SELECT h.name, h.upload_url AS uploadUrl, h.removals ${FILES}
     WHERE @all = 1 OR (h.next_at <= @now AND NOT ${NEEDED})`,
  ).all({ now, all: all ? 1 : 0 }) as RemovableFile[];
}

export interface HostedCounts {
  /** On the host, as far as is known. */
  files: number;
  /** Of these, those whose removal has failed so far. */
  stuck: number;
  error: ErrorInfo | null;
  /** When a failed removal is tried again. */
  nextAt: number | null;
}

export function hostedCounts(db: Database): HostedCounts {
  const counts = prepare(
    db,
    `SELECT count(*) AS files, count(error) AS stuck, max(error) AS error,
       min(next_at) FILTER (WHERE error IS NOT NULL) AS nextAt FROM hosted_file`,
  ).get() as { files: number; stuck: number; error: string | null; nextAt: number | null };
  return { ...counts, error: counts.error === null ? null : JSON.parse(counts.error) };
}

function forgetHostedFiles(tx: Tx, names: readonly string[]): void {
  const forget = prepare(tx.db, 'DELETE FROM hosted_file WHERE name = ?');
  for (const name of names) forget.run(name);
  tx.changed.settings();
}

export function noteRemovalFailure(
  tx: Tx,
  { name, error, nextAt }: { name: string; error: ErrorInfo; nextAt: number },
): void {
  prepare(tx.db, 'UPDATE hosted_file SET removals = removals + 1, next_at = ?, error = ? WHERE name = ?').run(
    nextAt,
    JSON.stringify(error),
    name,
  );
  tx.changed.settings();
}

export const mediaHostCommands = {
  'mediaHost.store': storeMediaHost,
  'mediaHost.noteFile': noteHostedFile,
  'mediaHost.forgetFiles': forgetHostedFiles,
  'mediaHost.noteRemovalFailure': noteRemovalFailure,
};

export const mediaHostQueries = {
  'mediaHost.stored': (db: Database, _: null) => storedMediaHost(db),
  'mediaHost.removable': removableFiles,
  'mediaHost.counts': (db: Database, _: null) => hostedCounts(db),
};
