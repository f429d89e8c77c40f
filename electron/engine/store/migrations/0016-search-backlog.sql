-- Messages whose text is stored and whose words are not in the index yet. Many at once make one segment of it; a segment
-- for every transaction of a sync had its pages written three times until all was merged.
CREATE TABLE search_backlog (row INTEGER PRIMARY KEY REFERENCES body (row) ON DELETE CASCADE) STRICT;
