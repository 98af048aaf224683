-- Standing queries, where their matches go, and what is still to be delivered.

CREATE TABLE targets (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  owner    INTEGER REFERENCES users (id),
  kind     TEXT    NOT NULL,                       -- webhook, mail, …
  name     TEXT    NOT NULL,
  settings TEXT    NOT NULL,                       -- JSON of that kind
  paused   TEXT,                                   -- why nothing is sent
  created  INTEGER NOT NULL,
  deleted  INTEGER
);

CREATE TABLE standing_queries (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  owner   INTEGER REFERENCES users (id),
  name    TEXT    NOT NULL,
  query   TEXT    NOT NULL,
  target  INTEGER REFERENCES targets (id),
  enabled INTEGER NOT NULL DEFAULT 1,
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  deleted INTEGER
);
CREATE INDEX standing_queries_changed ON standing_queries (changed, id);

CREATE TABLE watchlists (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  owner   INTEGER REFERENCES users (id),
  name    TEXT    NOT NULL,
  entries TEXT    NOT NULL,                        -- JSON: tickers, entity ids
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL
);

CREATE TABLE deliveries (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  target   INTEGER NOT NULL REFERENCES targets (id),
  key      TEXT    NOT NULL,                       -- the same thing is queued once a target
  seq      INTEGER,                                -- publication it tells of
  query    INTEGER REFERENCES standing_queries (id),
  body     TEXT    NOT NULL,
  state    TEXT    NOT NULL CHECK (state IN ('waiting', 'leased', 'delivered', 'dead')),
  attempts INTEGER NOT NULL DEFAULT 0,
  due      INTEGER NOT NULL,                       -- when to try; of a leased one, when the lease ends
  created  INTEGER NOT NULL,
  done     INTEGER,
  error    TEXT,
  UNIQUE (target, key)
);
CREATE INDEX deliveries_due ON deliveries (due, id) WHERE state IN ('waiting', 'leased');
CREATE INDEX deliveries_dead ON deliveries (done, id) WHERE state = 'dead';
CREATE INDEX deliveries_target ON deliveries (target, state, id);
