-- What the user chose about an account.
-- The list of mailboxes leaves out those that are not subscribed (RFC 9051 section 6.3.7).
ALTER TABLE account ADD COLUMN only_subscribed INTEGER NOT NULL DEFAULT 0;
-- Whose Authentication-Results count (RFC 8601): a name, empty for nobody's; NULL: it is found out.
ALTER TABLE account ADD COLUMN trusted_server TEXT;
