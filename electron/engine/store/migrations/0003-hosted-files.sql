-- Files of texts that were put where a carrier can fetch them, and are to be removed from there again. A row is written
-- before the upload begins and goes when the host has confirmed the removal, also when the text is long erased.
CREATE TABLE hosted_file (
  name TEXT PRIMARY KEY,             -- the last part of its address, random
  upload_url TEXT NOT NULL,          -- where it was put and is removed
  message_row INTEGER REFERENCES message (row) ON DELETE SET NULL,
  attempt INTEGER NOT NULL,          -- of the text, that it was put there for; a later attempt puts it there anew
  removals INTEGER NOT NULL DEFAULT 0, -- tried in vain
  next_at INTEGER NOT NULL DEFAULT 0,  -- no removal is tried before
  error TEXT                         -- JSON: why the last one failed
) STRICT, WITHOUT ROWID;
CREATE INDEX hosted_file_message ON hosted_file (message_row) WHERE message_row IS NOT NULL;
