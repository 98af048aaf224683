-- Stories listed also by whom they speak of and by the happening they belong to.

CREATE TABLE facet_values_new (
  id      INTEGER PRIMARY KEY,
  facet   TEXT    NOT NULL CHECK (facet IN ('all', 'removed', 'channel', 'ticker', 'tag', 'author',
                                            'entity', 'storyline')),
  key     TEXT    NOT NULL,                        -- folded
  name    TEXT    NOT NULL,                        -- as first met
  stories INTEGER NOT NULL DEFAULT 0,
  UNIQUE (facet, key)
);
INSERT INTO facet_values_new SELECT id, facet, key, name, stories FROM facet_values;
DROP TABLE facet_values;
ALTER TABLE facet_values_new RENAME TO facet_values;

ALTER TABLE published ADD COLUMN entities TEXT NOT NULL DEFAULT '[]';
ALTER TABLE published ADD COLUMN storyline TEXT;
