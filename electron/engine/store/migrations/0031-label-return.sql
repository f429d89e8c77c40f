-- The deletion of a label from very many messages is taken back in steps: what is left of its act comes after this part.
CREATE TABLE label_return (
  group_id TEXT PRIMARY KEY,         -- the act that deleted the label
  label_id TEXT NOT NULL REFERENCES label (id) ON DELETE CASCADE,
  after_id TEXT NOT NULL             -- its actions up to this one are taken back
) STRICT;
