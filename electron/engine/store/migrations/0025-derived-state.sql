-- Which parser derived what is stored of mail from its sources. A newer one reads them again, newest first.
CREATE TABLE derived_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  parser INTEGER NOT NULL,           -- mime/parser-version.ts
  next_row INTEGER,                  -- messages from this row on were read again; NULL: all were
  first_row INTEGER NOT NULL,        -- where it began
  done INTEGER NOT NULL              -- messages
) STRICT;
