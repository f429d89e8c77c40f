-- An answer that names no parent is looked up by subject and time: of thousands that are called the same a few are read,
-- and those in the index alone.
DROP INDEX conversation_subject;
DROP INDEX conversation_loose;
CREATE INDEX conversation_subject ON conversation (account_id, subject, first_at, last_at, bulk, channel)
  WHERE channel = 'mail' AND subject <> '' AND bulk = 0;
CREATE INDEX conversation_loose ON conversation (account_id, subject, first_at, last_at, bulk, loose, channel)
  WHERE channel = 'mail' AND subject <> '' AND bulk = 0 AND loose = 1;
