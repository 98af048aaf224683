-- Briefs that were asked for, once or on a timetable, and those that were made.

CREATE TABLE commissions (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  owner     INTEGER NOT NULL REFERENCES users (id),
  name      TEXT    NOT NULL,
  subject   TEXT    NOT NULL,                      -- JSON of flow's Subject
  timetable TEXT,                                  -- JSON of flow's Timetable; NULL: once
  mail      INTEGER NOT NULL DEFAULT 0,            -- also by mail
  token     TEXT    NOT NULL UNIQUE,               -- stands in every mail, and only ends what it is in
  seen      TEXT    NOT NULL,                      -- JSON: how far the last one reached
  due       INTEGER,                               -- when the next is made; NULL: no more
  looked    INTEGER,                               -- when there was last a look
  created   INTEGER NOT NULL
);
CREATE INDEX commissions_due ON commissions (due, id) WHERE due IS NOT NULL;
CREATE INDEX commissions_owner ON commissions (owner, id);

CREATE TABLE briefs (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  commission   INTEGER NOT NULL REFERENCES commissions (id),
  due       INTEGER NOT NULL,                      -- the hour it was made for: one an hour, whatever happens
  made      INTEGER NOT NULL,
  title     TEXT    NOT NULL,
  document  TEXT    NOT NULL,                      -- JSON of publish's Brief
  signed    INTEGER,                               -- since when everybody may read it
  signed_by TEXT,
  UNIQUE (commission, due)
);
CREATE INDEX briefs_signed ON briefs (signed, id) WHERE signed IS NOT NULL;
