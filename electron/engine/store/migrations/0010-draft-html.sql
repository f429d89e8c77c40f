-- The formatted text of a draft, whose `text` is then the same without formatting; NULL: written as plain text.
ALTER TABLE draft ADD COLUMN html TEXT;
