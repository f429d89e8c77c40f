-- Words that the user says are spelled correctly.
CREATE TABLE spelling_word (
  word TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
