-- Words the user sorts threads by. On a mail server a label is a keyword of its messages (RFC 9051 section 2.3.2).
CREATE TABLE label (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,            -- for comparing
  keyword TEXT NOT NULL COLLATE NOCASE UNIQUE, -- stays when the label is renamed
  colour INTEGER NOT NULL,           -- one of the window's label colours
  removed INTEGER NOT NULL DEFAULT 0, -- by the user: its keyword makes no new label
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX label_name ON label (name_key) WHERE removed = 0;

CREATE TABLE message_label (
  message_row INTEGER NOT NULL REFERENCES message (row) ON DELETE CASCADE,
  label_id TEXT NOT NULL REFERENCES label (id) ON DELETE CASCADE,
  -- The server was seen to keep it, so its word counts when it says otherwise; else the label is here alone.
  on_server INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (message_row, label_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_label_label ON message_label (label_id);

-- A row of an act that gives a label to a message or takes it away.
ALTER TABLE action_message ADD COLUMN label_id TEXT;
ALTER TABLE action_message ADD COLUMN labelled INTEGER;
