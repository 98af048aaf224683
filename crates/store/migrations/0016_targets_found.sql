-- Targets are asked for by whose they are and by what kind they are, watchlists by whose they are.
CREATE INDEX targets_by_owner ON targets (owner) WHERE deleted IS NULL;
CREATE INDEX watchlists_by_owner ON watchlists (owner);
CREATE INDEX targets_by_kind ON targets (kind) WHERE deleted IS NULL;
