-- Which stories stand on which reports, in any of their versions.
CREATE TABLE story_reports (
  report TEXT    NOT NULL,
  story  INTEGER NOT NULL REFERENCES stories (id),
  PRIMARY KEY (report, story)
) WITHOUT ROWID;
INSERT OR IGNORE INTO story_reports (report, story)
  SELECT tree.value, v.story FROM story_versions v, json_tree(v.document) tree
  WHERE tree.key = 'report' AND tree.type = 'text';

-- Stories that stood on words which a newer version of a report does not have. Told at the desk
-- as long as the version made for it is the newest.
CREATE TABLE reopened (
  story     INTEGER NOT NULL REFERENCES stories (id),
  newer     TEXT    NOT NULL,                 -- the report's newer version
  older     TEXT    NOT NULL,                 -- the one the story stood on
  version   INTEGER NOT NULL,                 -- of the story, made for it
  at        INTEGER NOT NULL,
  sentences TEXT    NOT NULL,                 -- their numbers in reading order
  PRIMARY KEY (story, newer)
) WITHOUT ROWID;
