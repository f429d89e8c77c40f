-- The import that runs, or the last one that did: how far it is, so that one that was cut goes on from there.
CREATE TABLE import_job (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  paths TEXT NOT NULL,               -- JSON: what the user chose
  state TEXT NOT NULL,               -- running stopped done failed; running without an engine: was cut
  file TEXT,                         -- the file that was read last, and the byte in it: all before is in the store
  position INTEGER NOT NULL DEFAULT 0,
  done_bytes INTEGER NOT NULL DEFAULT 0, -- of the files before that one
  added INTEGER NOT NULL DEFAULT 0,
  known INTEGER NOT NULL DEFAULT 0,
  erased INTEGER NOT NULL DEFAULT 0,
  left_out INTEGER NOT NULL DEFAULT 0,
  problems TEXT NOT NULL DEFAULT '[]', -- JSON
  error TEXT,                        -- JSON of the contract's errorInfo
  started_at INTEGER NOT NULL,
  finished_at INTEGER
) STRICT;

-- An import finds what it brought before by Message-ID and digest; by the digest alone where there is no Message-ID.
CREATE INDEX mail_without_id ON mail (account_id, source_sha256) WHERE message_id IS NULL;
