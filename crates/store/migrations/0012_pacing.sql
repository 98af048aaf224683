-- How often a target wants to hear, and what is held back for it until then.

CREATE TABLE paces (
  target INTEGER PRIMARY KEY REFERENCES targets (id),
  pace   TEXT NOT NULL,                            -- JSON of flow's Pace
  token  TEXT NOT NULL UNIQUE                      -- stands in every mail, and only ends what it is in
);

CREATE TABLE held (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  target  INTEGER NOT NULL REFERENCES targets (id),
  seq     INTEGER NOT NULL,                        -- publication it tells of
  line    TEXT    NOT NULL,                        -- the alert as JSON
  created INTEGER NOT NULL,
  UNIQUE (target, seq)
);

-- Who was told of a story, by which queries: they hear of its corrections and its withdrawal.
CREATE TABLE told (
  story   INTEGER NOT NULL,
  target  INTEGER NOT NULL REFERENCES targets (id),
  queries TEXT    NOT NULL,                        -- JSON: numbers
  PRIMARY KEY (story, target)
) WITHOUT ROWID;

-- A watchlist is matched as one standing query.
ALTER TABLE watchlists ADD COLUMN importance REAL;
ALTER TABLE watchlists ADD COLUMN query INTEGER REFERENCES standing_queries (id);

CREATE INDEX standing_queries_owner ON standing_queries (owner, id) WHERE deleted IS NULL;
CREATE INDEX deliveries_done ON deliveries (done, id) WHERE state = 'delivered';
