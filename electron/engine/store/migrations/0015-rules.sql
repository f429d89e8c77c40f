-- What the user wants done with newly arrived mail, in this order.
CREATE TABLE rule (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  account_id TEXT REFERENCES account (id) ON DELETE CASCADE, -- NULL: all accounts
  conditions TEXT NOT NULL,          -- JSON of the contract's ruleConditions
  actions TEXT NOT NULL,             -- JSON of the contract's ruleActions
  stop INTEGER NOT NULL,             -- later rules leave alone what this one is about
  created_at INTEGER NOT NULL
) STRICT;

-- Which acts of the journal are a rule's, by the first action of the act.
CREATE TABLE rule_run (
  action_id TEXT PRIMARY KEY REFERENCES action (id) ON DELETE CASCADE,
  undone INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Arrived without its attachments being known; rules that ask for one decide when the whole message is here.
CREATE TABLE rule_wait (
  message_row INTEGER PRIMARY KEY REFERENCES message (row) ON DELETE CASCADE
) STRICT;
