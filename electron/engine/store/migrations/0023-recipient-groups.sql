-- Groups of recipients that the user named; `members` is JSON, [{name, address}].
CREATE TABLE recipient_group (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  members TEXT NOT NULL
) STRICT;
