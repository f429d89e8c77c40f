-- Every STOP and START; the newest opt-out or opt-in of a number counts. By the number of mine it was said to, not by
-- its account: who asked for no more texts must still be known when the number was removed, or is connected again.
ALTER TABLE opt_ledger RENAME TO opt_ledger_by_account;
CREATE TABLE opt_ledger (
  own TEXT NOT NULL,                 -- E.164
  peer TEXT NOT NULL,
  evidence TEXT NOT NULL,
  meaning TEXT NOT NULL,             -- opt-out opt-in review go-on
  source TEXT NOT NULL,              -- keyword carrier user
  keyword TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (peer, own, evidence, meaning)
) STRICT, WITHOUT ROWID;
INSERT INTO opt_ledger
  SELECT account.address, peer, evidence, meaning, source, keyword, at
  FROM opt_ledger_by_account JOIN account ON account.id = account_id;
DROP TABLE opt_ledger_by_account;
