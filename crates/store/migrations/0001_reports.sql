-- What came in. All times are microseconds since 1970 in UTC; JSON columns are made in src/rows.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE sources (
  id            INTEGER PRIMARY KEY,
  url           TEXT NOT NULL UNIQUE,
  title         TEXT,
  kind          TEXT NOT NULL,
  etag          TEXT,
  last_modified TEXT,
  next_due      INTEGER NOT NULL,
  last_fetched  INTEGER,
  failures      INTEGER NOT NULL DEFAULT 0,
  last_error    TEXT,
  terms         TEXT,
  reliability   INTEGER CHECK (reliability BETWEEN 0 AND 100),
  enabled       INTEGER NOT NULL DEFAULT 1,
  created       INTEGER NOT NULL
);
CREATE INDEX sources_due ON sources (next_due) WHERE enabled = 1;

-- Raw bytes by their hash. `bytes` is NULL when they lie in DATA/blobs.
CREATE TABLE blobs (
  sha256 TEXT PRIMARY KEY,
  size   INTEGER NOT NULL,
  bytes  BLOB
);

CREATE TABLE reports (
  seq          INTEGER PRIMARY KEY,           -- order of arrival
  id           TEXT    NOT NULL UNIQUE,       -- Report::content_id
  received_at  INTEGER NOT NULL,
  feed         INTEGER REFERENCES sources (id),
  source       TEXT,
  url          TEXT,
  url_key      TEXT,                          -- reports with one key are versions of one page
  version      INTEGER NOT NULL,
  title        TEXT,
  byline       TEXT    NOT NULL,
  published    TEXT,                          -- as the outlet wrote it
  at           INTEGER NOT NULL,              -- to order by: published, else received
  language     TEXT,
  images       TEXT    NOT NULL,
  text         TEXT    NOT NULL,
  raw          TEXT REFERENCES blobs (sha256),
  media_type   TEXT
);
CREATE UNIQUE INDEX reports_chain ON reports (url_key, version) WHERE url_key IS NOT NULL;
CREATE INDEX reports_at ON reports (at, seq);
CREATE TRIGGER reports_immutable BEFORE UPDATE ON reports
  BEGIN SELECT RAISE(ABORT, 'reports are immutable'); END;
CREATE TRIGGER reports_kept BEFORE DELETE ON reports
  BEGIN SELECT RAISE(ABORT, 'reports are kept'); END;

CREATE TABLE quarantine (
  id        INTEGER PRIMARY KEY,
  name      TEXT    NOT NULL,                 -- file name or URL
  reason    TEXT    NOT NULL,
  size      INTEGER NOT NULL,
  head      BLOB    NOT NULL,                 -- the first bytes, to look at
  source    INTEGER REFERENCES sources (id),
  first_at  INTEGER NOT NULL,
  last_at   INTEGER NOT NULL,
  times     INTEGER NOT NULL DEFAULT 1,
  UNIQUE (name, reason, size)
);
CREATE INDEX quarantine_recent ON quarantine (last_at, id);

-- Derived: may be dropped and made again from the reports.

CREATE TABLE readings (
  report  INTEGER NOT NULL REFERENCES reports (seq),
  reader  TEXT    NOT NULL,                   -- version of the reader
  reading TEXT    NOT NULL,
  PRIMARY KEY (report, reader)
);

CREATE TABLE storylines (
  id    TEXT PRIMARY KEY,
  title TEXT NOT NULL
);

CREATE TABLE assignments (
  report       INTEGER PRIMARY KEY REFERENCES reports (seq),
  storyline    TEXT    NOT NULL REFERENCES storylines (id) ON DELETE CASCADE,
  at           INTEGER NOT NULL,              -- of the report
  duplicate_of INTEGER REFERENCES reports (seq),
  reason       TEXT    NOT NULL
);
CREATE INDEX assignments_storyline ON assignments (storyline, at, report);
CREATE INDEX assignments_recent ON assignments (at, report);

CREATE TABLE claims (
  report INTEGER NOT NULL REFERENCES reports (seq),
  n      INTEGER NOT NULL,                    -- order in the report
  id     TEXT    NOT NULL UNIQUE,
  claim  TEXT    NOT NULL,
  PRIMARY KEY (report, n)
);

-- Which claims speak of whom: speaker, actor, recipient.
CREATE TABLE claim_entities (
  entity TEXT    NOT NULL,
  report INTEGER NOT NULL,
  n      INTEGER NOT NULL,
  PRIMARY KEY (entity, report, n),
  FOREIGN KEY (report, n) REFERENCES claims (report, n) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX claim_entities_claim ON claim_entities (report, n);
