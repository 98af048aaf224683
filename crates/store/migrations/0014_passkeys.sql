-- Keys with which one signs in instead of a password (WebAuthn).
CREATE TABLE passkeys (
  id      BLOB    PRIMARY KEY,                       -- the credential's id, by its authenticator
  user    INTEGER NOT NULL REFERENCES users (id),
  handle  BLOB    NOT NULL,                          -- random name of the user, kept beside the key
  key     BLOB    NOT NULL,                          -- public, as COSE
  count   INTEGER NOT NULL,                          -- signatures so far; 0 when it does not count
  label   TEXT    NOT NULL,
  created INTEGER NOT NULL,
  used    INTEGER
) WITHOUT ROWID;
CREATE INDEX passkeys_user ON passkeys (user);
