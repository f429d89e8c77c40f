-- What is done to the labels of many messages goes in steps, so that nobody waits behind it.
-- The messages are gone through for keywords of their server that no label stood for when they came; here it goes on.
CREATE TABLE label_scan (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  mailbox_id TEXT NOT NULL,
  uid INTEGER NOT NULL
) STRICT;
INSERT INTO label_scan (only, mailbox_id, uid) SELECT 1, '', 0 FROM mail_location LIMIT 1;

-- The act that deleted the label: what is taken from messages later belongs to it.
ALTER TABLE label ADD COLUMN removed_by TEXT;

-- The keywords the mailbox can keep, space separated (PERMANENTFLAGS, RFC 9051 section 7.1); NULL: any, or not known.
ALTER TABLE mailbox ADD COLUMN keywords TEXT;
-- MAILBOXID (RFC 8474): the same after another program renamed the mailbox; NULL where the server gives none.
ALTER TABLE mailbox ADD COLUMN object_id TEXT;
