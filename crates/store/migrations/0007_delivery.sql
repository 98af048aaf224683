-- A target that asks to be left alone for a while, and what is out now.

ALTER TABLE targets ADD COLUMN rests INTEGER;      -- nothing is sent before then

CREATE INDEX deliveries_out ON deliveries (target, due) WHERE state = 'leased';
