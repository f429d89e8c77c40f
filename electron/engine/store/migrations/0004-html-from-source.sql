-- The HTML of a message is read from its source; `html` holds it where the source was not whole when it came.
ALTER TABLE mail ADD COLUMN has_html INTEGER NOT NULL DEFAULT 0;
UPDATE mail SET has_html = 1 WHERE html IS NOT NULL;
UPDATE mail SET html = NULL WHERE html IS NOT NULL AND (source IS NOT NULL OR source_content_id IS NOT NULL);
