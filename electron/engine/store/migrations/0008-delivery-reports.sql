-- What mail servers and readers report about mail (RFC 3464, RFC 8098), one row for each recipient a report speaks of.
-- It only annotates: nothing here changes what the outbox knows.
CREATE TABLE delivery_report (
  message_row INTEGER NOT NULL REFERENCES message (row) ON DELETE CASCADE, -- the report
  position INTEGER NOT NULL,
  account_id TEXT NOT NULL,
  about TEXT NOT NULL,               -- Message-ID of the mail it is about, with its angle brackets
  recipient TEXT NOT NULL,
  action TEXT NOT NULL,              -- failed delayed delivered relayed read deleted
  status TEXT,                       -- RFC 3463
  reason TEXT NOT NULL,              -- the server's own words
  retry_until INTEGER,
  PRIMARY KEY (message_row, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_report_about ON delivery_report (account_id, about);
