-- What calendars that came by mail say (RFC 5545), read once when the message arrives. The user's own answers are
-- messages like any other, and so are their parts.
CREATE TABLE calendar_part (
  message_row INTEGER PRIMARY KEY REFERENCES message (row) ON DELETE CASCADE,
  account_id TEXT NOT NULL,
  uid TEXT NOT NULL,                 -- of the event
  occurrence TEXT NOT NULL,          -- of a series; '' for the whole event
  method TEXT NOT NULL,              -- request cancel reply counter publish other
  sequence INTEGER NOT NULL,
  stamp INTEGER NOT NULL,            -- DTSTAMP
  event TEXT NOT NULL,               -- JSON: title, place, time, people
  reply TEXT                         -- what an answer starts from; NULL where nothing is to be answered
) STRICT;
CREATE INDEX calendar_part_uid ON calendar_part (account_id, uid);
