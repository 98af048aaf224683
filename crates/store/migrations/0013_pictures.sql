-- Pictures that editors sent in, each in three sizes that were made here. The files are blobs, so
-- that backup, restore and verify take them with the rest.
CREATE TABLE pictures (
  id      TEXT    PRIMARY KEY,                       -- from the hash of its large size
  alt     TEXT    NOT NULL,                          -- what it shows
  credit  TEXT    NOT NULL,                          -- whose it is
  license TEXT    NOT NULL,
  by      TEXT    NOT NULL,                          -- who sent it in
  at      INTEGER NOT NULL,
  removed INTEGER                                    -- since when it is taken down
) WITHOUT ROWID;
CREATE INDEX pictures_at ON pictures (at);

CREATE TABLE picture_sizes (
  picture   TEXT    NOT NULL REFERENCES pictures (id),
  size      TEXT    NOT NULL CHECK (size IN ('thumb', 'small', 'large')),
  width     INTEGER NOT NULL,
  height    INTEGER NOT NULL,
  extension TEXT    NOT NULL CHECK (extension IN ('jpg', 'png')),
  blob      TEXT    NOT NULL REFERENCES blobs (sha256),
  PRIMARY KEY (picture, size)
) WITHOUT ROWID;
CREATE INDEX picture_sizes_blob ON picture_sizes (blob);
