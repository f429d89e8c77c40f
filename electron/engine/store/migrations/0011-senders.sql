-- Names and addresses that mail is sent from. An account's own has the account's id and no address: it is the
-- account's, and so is its name; it has a row once it has a signature or is changed otherwise.
CREATE TABLE sender (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  address TEXT,
  name TEXT,
  reply_to TEXT NOT NULL DEFAULT '',
  signature_html TEXT NOT NULL DEFAULT '',
  signature_text TEXT NOT NULL DEFAULT '',
  preferred INTEGER NOT NULL DEFAULT 0  -- new mail of the account is sent from it
) STRICT;
CREATE INDEX sender_account ON sender (account_id);

ALTER TABLE draft ADD COLUMN sender_id TEXT;      -- NULL: the account's own
ALTER TABLE draft ADD COLUMN signature INTEGER NOT NULL DEFAULT 1;
