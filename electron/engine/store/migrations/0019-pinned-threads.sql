-- Pinned threads stand before all others in their lists.
ALTER TABLE thread_choice ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
