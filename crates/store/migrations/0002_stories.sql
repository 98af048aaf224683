-- What the desk makes, and the one ordered list of what it said and took back.

CREATE TABLE stories (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,  -- StoryId: never changed, never used again
  origin       TEXT    NOT NULL CHECK (origin IN ('own', 'imported')),
  state        TEXT    NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn', 'discarded')),
  headline     TEXT    NOT NULL,
  storyline    TEXT,
  head         INTEGER NOT NULL,                   -- newest version
  live         INTEGER,                            -- version that readers see
  created      INTEGER NOT NULL,
  changed      INTEGER NOT NULL,
  changed_by   TEXT    NOT NULL,
  locked_by    TEXT,
  locked_until INTEGER,
  import_key   BLOB UNIQUE
);
CREATE INDEX stories_queue ON stories (state, changed, id) WHERE origin = 'own';
CREATE INDEX stories_storyline ON stories (storyline, id) WHERE storyline IS NOT NULL;

CREATE TABLE story_versions (
  story   INTEGER NOT NULL REFERENCES stories (id),
  version INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  by      TEXT    NOT NULL,
  note    TEXT,
  digest  BLOB    NOT NULL,                        -- SHA-256 of `document`
  document TEXT   NOT NULL,
  PRIMARY KEY (story, version)
);
CREATE TRIGGER story_versions_immutable BEFORE UPDATE ON story_versions
  BEGIN SELECT RAISE(ABORT, 'story versions are immutable'); END;
CREATE TRIGGER story_versions_kept BEFORE DELETE ON story_versions
  BEGIN SELECT RAISE(ABORT, 'story versions are kept'); END;

CREATE TABLE publications (
  seq     INTEGER PRIMARY KEY,                     -- from 1, no gaps
  at      INTEGER NOT NULL,
  kind    TEXT    NOT NULL,
  story   INTEGER NOT NULL REFERENCES stories (id),
  version INTEGER NOT NULL,
  note    TEXT,
  by      TEXT    NOT NULL
);
CREATE INDEX publications_story ON publications (story, seq);
CREATE TRIGGER publications_immutable BEFORE UPDATE ON publications
  BEGIN SELECT RAISE(ABORT, 'the publication log is append-only'); END;
CREATE TRIGGER publications_kept BEFORE DELETE ON publications
  BEGIN SELECT RAISE(ABORT, 'the publication log is append-only'); END;

-- How far each consumer of the log has come.
CREATE TABLE cursors (
  name TEXT PRIMARY KEY,
  seq  INTEGER NOT NULL
) WITHOUT ROWID;

-- Stories as readers see them, own and imported alike: one row a story, its live version
-- (for a withdrawn one the last that was live, with `removed` set).
CREATE TABLE published (
  story     INTEGER PRIMARY KEY REFERENCES stories (id),
  version   INTEGER NOT NULL,
  seq       INTEGER NOT NULL REFERENCES publications (seq),  -- newest entry about it
  created   INTEGER NOT NULL,                      -- first published; never changes
  updated   INTEGER NOT NULL,
  removed   INTEGER,
  title     TEXT    NOT NULL,
  teaser    TEXT    NOT NULL,
  body      TEXT    NOT NULL,                      -- HTML
  author    TEXT    NOT NULL,
  editor    TEXT,
  url       TEXT,
  channels  TEXT    NOT NULL,
  tags      TEXT    NOT NULL,
  tickers   TEXT    NOT NULL,
  images    TEXT    NOT NULL,
  digest    BLOB    NOT NULL                       -- of the content, first 16 bytes of SHA-256
);

-- What lists can be narrowed by. Value 1 is every story that stands, value 2 every removed one.
CREATE TABLE facet_values (
  id      INTEGER PRIMARY KEY,
  facet   TEXT    NOT NULL CHECK (facet IN ('all', 'removed', 'channel', 'ticker', 'tag', 'author')),
  key     TEXT    NOT NULL,                        -- folded
  name    TEXT    NOT NULL,                        -- as first met
  stories INTEGER NOT NULL DEFAULT 0,
  UNIQUE (facet, key)
);
INSERT INTO facet_values (id, facet, key, name) VALUES (1, 'all', '', ''), (2, 'removed', '', '');

-- The lists themselves, ready in order. clock 0: `at` is created; 1: `at` is updated (for value 2:
-- removed). A page of any list is one walk along this key.
CREATE TABLE story_facets (
  value INTEGER NOT NULL,
  clock INTEGER NOT NULL,
  at    INTEGER NOT NULL,
  story INTEGER NOT NULL,
  PRIMARY KEY (value, clock, at, story)
) WITHOUT ROWID;
