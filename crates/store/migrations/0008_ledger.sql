-- What editors did to the ledger. Claims are derived and may be made again; acts are not, so each
-- names its claim by the words it stands on.

CREATE TABLE ledger_acts (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  at            INTEGER NOT NULL,
  by            TEXT    NOT NULL,
  kind          TEXT    NOT NULL CHECK (kind IN ('merge', 'split', 'reject', 'annotate', 'remark')),
  subject       TEXT    NOT NULL,                  -- entity id, or claim id as it was then
  object        TEXT,                              -- the entity merged into, or the remark
  reason        TEXT    NOT NULL,
  report        TEXT,                              -- of a claim: report id and byte offsets
  span_start    INTEGER,
  span_end      INTEGER,
  trigger_start INTEGER,
  trigger_end   INTEGER,
  undone        INTEGER,
  undone_by     TEXT
);

CREATE INDEX reports_source ON reports (source, at, seq);
