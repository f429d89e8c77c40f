-- Whether the server is asked to report the delivery of what is written (RFC 3461).
ALTER TABLE draft ADD COLUMN delivery_report INTEGER NOT NULL DEFAULT 0;
