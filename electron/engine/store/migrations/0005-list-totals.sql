-- How many threads stand in a list and what waits there to be read. Counting the entries reads the whole list, which
-- after every commit is encrypted pages again for whoever only reads. Triggers keep the totals, so that no writer of
-- thread_entry can forget them.
CREATE TABLE thread_list (
  scope TEXT PRIMARY KEY,
  threads INTEGER NOT NULL,
  unread_threads INTEGER NOT NULL,
  unread INTEGER NOT NULL            -- messages
) STRICT, WITHOUT ROWID;

INSERT INTO thread_list (scope, threads, unread_threads, unread)
  SELECT scope, count(*), sum(unread > 0), sum(unread) FROM thread_entry GROUP BY scope;

CREATE TRIGGER thread_entry_added AFTER INSERT ON thread_entry BEGIN
  INSERT INTO thread_list (scope, threads, unread_threads, unread)
    VALUES (new.scope, 1, new.unread > 0, new.unread)
    ON CONFLICT (scope) DO UPDATE SET threads = threads + 1,
      unread_threads = unread_threads + excluded.unread_threads, unread = unread + excluded.unread;
END;

CREATE TRIGGER thread_entry_removed AFTER DELETE ON thread_entry BEGIN
  UPDATE thread_list SET threads = threads - 1, unread_threads = unread_threads - (old.unread > 0),
    unread = unread - old.unread WHERE scope = old.scope;
  DELETE FROM thread_list WHERE scope = old.scope AND threads = 0;
END;

CREATE TRIGGER thread_entry_read AFTER UPDATE OF unread ON thread_entry BEGIN
  UPDATE thread_list SET unread_threads = unread_threads - (old.unread > 0) + (new.unread > 0),
    unread = unread - old.unread + new.unread WHERE scope = new.scope;
END;

-- Only the totals were read from it.
DROP INDEX thread_entry_unread;
