-- A first sync adds a segment to the index with every transaction. Merging them at once, four by four, rewrites every
-- page several times; they are merged in steps when the writer rests (store/search-merge.ts), and in between only when
-- a search would have to look into very many.
INSERT INTO search_index (search_index, rank) VALUES ('automerge', 64);
INSERT INTO search_index (search_index, rank) VALUES ('crisismerge', 256);
