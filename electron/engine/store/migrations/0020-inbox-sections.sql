-- Parts of the inbox the user made, in this order; a thread stands in the first that is about it, else in the rest.
CREATE TABLE inbox_section (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  account_id TEXT REFERENCES account (id) ON DELETE CASCADE, -- of the mail it is about; NULL: all accounts
  about TEXT NOT NULL                -- JSON of the contract's sectionAbout
) STRICT;

-- The inbox is being sorted into other sections, newest first: the entry of the inbox list that was done last.
CREATE TABLE inbox_sorting (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  last_at INTEGER NOT NULL,
  thread_id TEXT NOT NULL
) STRICT;
