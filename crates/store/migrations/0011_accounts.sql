-- Accounts that readers make themselves; roles by their new words; comments.

ALTER TABLE users ADD COLUMN email TEXT;             -- as typed; compared without regard to case
ALTER TABLE users ADD COLUMN confirmed INTEGER;      -- since when the e-mail is known to be theirs
ALTER TABLE users ADD COLUMN banned INTEGER;         -- until when they may not comment
ALTER TABLE users ADD COLUMN ban_reason TEXT;
ALTER TABLE users ADD COLUMN appeal TEXT;            -- what they say about it
CREATE UNIQUE INDEX users_email ON users (email COLLATE NOCASE) WHERE email IS NOT NULL;
UPDATE users SET role = 'operator' WHERE role = 'administrator';
UPDATE users SET role = 'reporter' WHERE role IN ('writer', 'reader');

ALTER TABLE sessions ADD COLUMN label TEXT;          -- which browser

-- One-time links sent by mail.
CREATE TABLE tickets (
  secret  BLOB    PRIMARY KEY,                       -- SHA-256
  kind    TEXT    NOT NULL CHECK (kind IN ('confirm', 'reset')),
  user    INTEGER NOT NULL REFERENCES users (id),
  expires INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX tickets_user ON tickets (user);

CREATE TABLE comments (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  story   INTEGER NOT NULL REFERENCES stories (id),
  parent  INTEGER REFERENCES comments (id),          -- a top one: two levels, no more
  user    INTEGER NOT NULL REFERENCES users (id),
  at      INTEGER NOT NULL,
  edited  INTEGER,
  text    TEXT    NOT NULL,
  state   TEXT    NOT NULL CHECK (state IN ('shown', 'held', 'removed')),
  why     TEXT,                                      -- why it is held or removed
  by      TEXT,                                      -- who decided
  reports INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX comments_story ON comments (story, id);
CREATE INDEX comments_user ON comments (user, at);
CREATE INDEX comments_queue ON comments (id) WHERE state = 'held' OR reports > 0;

CREATE TABLE comment_reports (
  comment INTEGER NOT NULL REFERENCES comments (id),
  user    INTEGER NOT NULL REFERENCES users (id),
  at      INTEGER NOT NULL,
  reason  TEXT    NOT NULL,
  PRIMARY KEY (comment, user)
) WITHOUT ROWID;

-- Stories whose comments are not open.
CREATE TABLE comment_doors (
  story INTEGER PRIMARY KEY REFERENCES stories (id),
  door  TEXT    NOT NULL CHECK (door IN ('open', 'closed', 'hidden'))
);
