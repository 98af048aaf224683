-- Who may do what, and who did what.

CREATE TABLE users (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  name     TEXT    NOT NULL UNIQUE COLLATE NOCASE,
  display  TEXT    NOT NULL,
  password TEXT    NOT NULL,                       -- argon2, in PHC text
  role     TEXT    NOT NULL,
  created  INTEGER NOT NULL,
  disabled INTEGER
);

CREATE TABLE sessions (
  token   BLOB    PRIMARY KEY,                     -- SHA-256 of the cookie's secret
  user    INTEGER NOT NULL REFERENCES users (id),
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions (user);
CREATE INDEX sessions_expires ON sessions (expires);

CREATE TABLE tokens (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  secret    BLOB    NOT NULL UNIQUE,               -- SHA-256
  name      TEXT    NOT NULL,
  owner     INTEGER REFERENCES users (id),
  scopes    TEXT    NOT NULL,
  settings  TEXT    NOT NULL,                      -- JSON of the API's own (dialect, limits)
  created   INTEGER NOT NULL,
  expires   INTEGER,
  last_used INTEGER,
  revoked   INTEGER
);

CREATE TABLE audit (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  at      INTEGER NOT NULL,
  who     TEXT    NOT NULL,
  action  TEXT    NOT NULL,
  story   INTEGER,
  version INTEGER,
  details TEXT
);
CREATE INDEX audit_story ON audit (story, id) WHERE story IS NOT NULL;
CREATE TRIGGER audit_immutable BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
