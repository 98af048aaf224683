-- Analysts' ratings: one row each, its newest state; older states beside it.

CREATE TABLE ratings (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  key        BLOB    NOT NULL UNIQUE,              -- who rated what on which day
  date       TEXT    NOT NULL,                     -- as told: a day, or an instant
  at         INTEGER NOT NULL,                     -- to order by
  ticker     TEXT,                                 -- upper case
  company    TEXT,
  firm       TEXT,
  analyst    TEXT,
  action     TEXT,
  importance INTEGER NOT NULL DEFAULT 0,
  rating     TEXT    NOT NULL,                     -- JSON of the model's rating
  notes      TEXT,
  origin     TEXT    NOT NULL,                     -- report id or file name
  version    INTEGER NOT NULL DEFAULT 1,
  created    INTEGER NOT NULL,
  updated    INTEGER NOT NULL,
  removed    INTEGER
);
CREATE INDEX ratings_at ON ratings (at, id);
CREATE INDEX ratings_updated ON ratings (updated, id);
CREATE INDEX ratings_ticker ON ratings (ticker, at, id);
CREATE INDEX ratings_firm ON ratings (firm COLLATE NOCASE, at, id);

CREATE TABLE rating_versions (
  rating  INTEGER NOT NULL REFERENCES ratings (id),
  version INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  origin  TEXT    NOT NULL,
  document TEXT   NOT NULL,
  PRIMARY KEY (rating, version)
);
