-- Lists the user asked to be taken off. Only a digest of the list's name, so that it outlives its messages and nothing
-- of it is left when they are erased.
CREATE TABLE unsubscription (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  list TEXT NOT NULL,
  at INTEGER NOT NULL,
  action_id TEXT,                    -- the mail that asks; NULL: asked by one click (RFC 8058)
  PRIMARY KEY (account_id, list)
) STRICT, WITHOUT ROWID;
CREATE INDEX unsubscription_action ON unsubscription (action_id) WHERE action_id IS NOT NULL;

-- A mail that was taken back, or went before it was sent, asked nobody.
CREATE TRIGGER unsubscription_cancelled AFTER UPDATE OF state ON action WHEN new.state = 'cancelled' BEGIN
  DELETE FROM unsubscription WHERE action_id = new.id;
END;
CREATE TRIGGER unsubscription_dropped AFTER DELETE ON action WHEN old.state <> 'done' BEGIN
  DELETE FROM unsubscription WHERE action_id = old.id;
END;
