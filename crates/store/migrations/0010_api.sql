-- What the news APIs tell of a story besides its words, and what is known of securities.

ALTER TABLE published ADD COLUMN kind       TEXT    NOT NULL DEFAULT '';  -- '' : story
ALTER TABLE published ADD COLUMN importance INTEGER NOT NULL DEFAULT 0;   -- 1 to 5; 0: nobody said
ALTER TABLE published ADD COLUMN leading    INTEGER NOT NULL DEFAULT 0;   -- so many tickers are primary; 0: one
ALTER TABLE published ADD COLUMN machine    TEXT;                         -- what drafted it
ALTER TABLE published ADD COLUMN edited     INTEGER NOT NULL DEFAULT 0;   -- a person changed its words

-- Lists by primary ticker, kind and importance.
CREATE TABLE facet_names (
  id      INTEGER PRIMARY KEY,
  facet   TEXT    NOT NULL CHECK (facet IN ('all', 'removed', 'channel', 'ticker', 'tag', 'author',
                                            'entity', 'storyline', 'primary', 'kind',
                                            'importance')),
  key     TEXT    NOT NULL,                        -- folded
  name    TEXT    NOT NULL,                        -- as first met
  stories INTEGER NOT NULL DEFAULT 0,
  UNIQUE (facet, key)
);
INSERT INTO facet_names SELECT id, facet, key, name, stories FROM facet_values;
DROP TABLE facet_values;
ALTER TABLE facet_names RENAME TO facet_values;

-- The first ticker of each story that stands is its primary one.
INSERT INTO facet_values (facet, key, name, stories)
  SELECT 'primary', lower(trim(json_extract(tickers, '$[0]'))), trim(json_extract(tickers, '$[0]')), count(*)
  FROM published
  WHERE removed IS NULL AND trim(coalesce(json_extract(tickers, '$[0]'), '')) <> ''
  GROUP BY 2;
INSERT INTO story_facets (value, clock, at, story)
  SELECT v.id, c.clock, CASE c.clock WHEN 0 THEN p.created ELSE p.updated END, p.story
  FROM published p
  JOIN facet_values v ON v.facet = 'primary' AND v.key = lower(trim(json_extract(p.tickers, '$[0]')))
  JOIN (SELECT 0 AS clock UNION ALL SELECT 1) c
  WHERE p.removed IS NULL;

-- What is known of a listed security, told by files of stories, ratings or securities.
CREATE TABLE securities (
  ticker   TEXT    PRIMARY KEY,                    -- upper case
  exchange TEXT    NOT NULL DEFAULT '',
  isin     TEXT    NOT NULL DEFAULT '',
  cusip    TEXT    NOT NULL DEFAULT '',
  name     TEXT    NOT NULL DEFAULT '',
  changed  INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX securities_isin ON securities (isin) WHERE isin <> '';
CREATE INDEX securities_cusip ON securities (cusip) WHERE cusip <> '';

-- The day on the clock of the exchanges (New York), which is the day that ratings are asked for by.
ALTER TABLE ratings ADD COLUMN day TEXT NOT NULL DEFAULT '';
UPDATE ratings SET day = substr(date, 1, 10);
CREATE INDEX ratings_day ON ratings (day, id);

-- A token that was rotated may be used under its older secret for a while.
ALTER TABLE tokens ADD COLUMN prior       BLOB;
ALTER TABLE tokens ADD COLUMN prior_until INTEGER;
CREATE INDEX tokens_prior ON tokens (prior) WHERE prior IS NOT NULL;
