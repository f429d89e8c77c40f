-- Files of a large mail that is not here whole: what the server is asked for each by (BODY[…], RFC 9051 section 6.4.5.1).
-- One that was fetched by itself has its content_id.
ALTER TABLE attachment ADD COLUMN section TEXT;
