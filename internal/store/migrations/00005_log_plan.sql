-- +goose Up

-- What the log holds is planned here first, in order: commitments to events among padding, slot by slot, and what is published.

ALTER TABLE events ADD COLUMN day BIGINT NOT NULL DEFAULT 0; -- days since 1970, UTC, of when it happened; 0: from before this was kept
ALTER TABLE events ADD COLUMN batch BIGINT;                  -- the day whose batch published it; NULL: none yet
CREATE INDEX events_unpublished ON events (seq, day) WHERE batch IS NULL; -- in the order in which batches read

CREATE TABLE commitments (
	idx     BIGINT PRIMARY KEY, -- in the log
	event   BIGINT NOT NULL,    -- events are planned by rising number, so those behind the greatest wait
	version BIGINT NOT NULL     -- 1: of the body alone, as logs had them at first; 2: of the log's origin as well
);

CREATE UNIQUE INDEX commitments_by_event ON commitments (event);

CREATE TABLE slots ( -- what commitments does not have of a slot is padding
	first BIGINT PRIMARY KEY, -- index of its first leaf
	size  BIGINT NOT NULL,
	seed  TEXT NOT NULL       -- of the salts of its padding, hexadecimal
);

CREATE TABLE published ( -- leaves that anyone can read
	idx  BIGINT PRIMARY KEY,
	kind TEXT NOT NULL,
	at   BIGINT NOT NULL,
	body TEXT NOT NULL
);

CREATE INDEX published_by_kind ON published (kind, idx);

-- An event that was not in the log yet may be there all the same: the last of these is what a kill had come between.
INSERT INTO commitments (idx, event, version) SELECT seq, seq, 1 FROM events;
ALTER TABLE events DROP COLUMN logged;

ALTER TABLE checkpoints ADD COLUMN witnessed BIGINT NOT NULL DEFAULT 0; -- 1: with the signatures that the node's policy asks for
