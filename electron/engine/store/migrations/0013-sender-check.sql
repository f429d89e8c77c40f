-- What the header of a received mail claims about its sender. A table of its own, because it is read for many messages
-- at once, and a row of `mail` is read across its source.
CREATE TABLE sender_check (
  message_row INTEGER PRIMARY KEY REFERENCES message (row) ON DELETE CASCADE,
  domain TEXT NOT NULL,              -- of the author's address, in A-labels
  organisation TEXT NOT NULL,        -- its organisational domain
  named TEXT,                        -- an address of somebody else in the author's display name
  answers_to TEXT,                   -- the organisation of Reply-To, when it is another one
  server_organisation TEXT,          -- of the topmost authserv-id (RFC 8601), '' where that is left out; NULL: no results
  servers TEXT NOT NULL              -- JSON of mime/sender-claims.ts ServerClaims[]
) STRICT;

-- Whom the user writes to: few among all who ever wrote.
CREATE INDEX identity_written ON identity (value) WHERE used > 0 AND kind = 'mail';
