-- How many messages of a mailbox are here is asked at every sign of life of its account; counting them would read a
-- page for every hundred.
ALTER TABLE mailbox ADD COLUMN here INTEGER NOT NULL DEFAULT 0;

UPDATE mailbox SET here = (SELECT count(*) FROM mail_location WHERE mailbox_id = mailbox.id);

CREATE TRIGGER mail_location_added AFTER INSERT ON mail_location BEGIN
  UPDATE mailbox SET here = here + 1 WHERE id = new.mailbox_id;
END;

CREATE TRIGGER mail_location_removed AFTER DELETE ON mail_location BEGIN
  UPDATE mailbox SET here = here - 1 WHERE id = old.mailbox_id;
END;
