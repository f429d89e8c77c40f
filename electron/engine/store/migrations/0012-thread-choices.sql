-- What the user chose for a thread that no server knows: when to see it again, and whether to hear of it at all.
CREATE TABLE thread_choice (
  thread_id TEXT PRIMARY KEY REFERENCES thread (id) ON DELETE CASCADE,
  muted INTEGER NOT NULL DEFAULT 0,
  later_at INTEGER,                    -- out of the inbox until then
  later_since INTEGER,                 -- when that was said
  later_after TEXT,                    -- messages with a greater id arrived since then, and bring it back at once
  remind_at INTEGER,                   -- in the inbox again then, unless somebody answered
  remind_since INTEGER,
  remind_after TEXT,
  remind_row INTEGER,                  -- the message of mine that waits for the answer
  back_at INTEGER,                     -- when it came back; the inbox is ordered by it
  back_why TEXT,                       -- due message no-answer asked
  back_seen INTEGER NOT NULL DEFAULT 0,
  back_kept INTEGER NOT NULL DEFAULT 0 -- no message of it lies in the inbox: it stands there by this row alone
) STRICT, WITHOUT ROWID;
CREATE INDEX thread_choice_later ON thread_choice (later_at) WHERE later_at IS NOT NULL;
CREATE INDEX thread_choice_remind ON thread_choice (remind_at) WHERE remind_at IS NOT NULL;

-- What was chosen for a message with its sending; an undo gives it back with the draft.
ALTER TABLE draft ADD COLUMN remind_at INTEGER;
