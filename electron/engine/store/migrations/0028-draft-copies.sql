-- Which message of the server's Drafts mailbox is the copy of a draft: its UID changes when another program moves it or
-- the mailbox gets another UIDVALIDITY, the message does not.
ALTER TABLE draft ADD COLUMN server_message TEXT;  -- message id; NULL until a sync has seen the copy
-- The last revision that another program wrote: what is typed on top of an older one must not replace it.
ALTER TABLE draft ADD COLUMN elsewhere_revision INTEGER NOT NULL DEFAULT 0;
