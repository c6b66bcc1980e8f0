-- +goose Up

-- A database from before there was a list of enrolments still has its gallery.
INSERT INTO enrolments (person, number)
SELECT person, ROW_NUMBER() OVER (ORDER BY person) FROM (SELECT DISTINCT person FROM gallery) AS people
WHERE NOT EXISTS (SELECT 1 FROM enrolments);

CREATE TABLE counters (
	name TEXT PRIMARY KEY,
	last BIGINT NOT NULL -- how many numbers were given; taking one locks the row until the transaction ends, so none is missing
);

INSERT INTO counters (name, last) SELECT 'events', COALESCE(MAX(seq) + 1, 0) FROM events;

CREATE TABLE outgoing (
	peer      TEXT NOT NULL,
	number    BIGINT NOT NULL, -- 1, 2 …
	case_id   TEXT NOT NULL,
	envelope  BYTEA,           -- sealed and signed; NULL from acknowledgement on
	digest    BYTEA NOT NULL,  -- what both books are compared by
	queued_at BIGINT NOT NULL,
	acked_at  BIGINT,
	PRIMARY KEY (peer, number)
);

CREATE INDEX outgoing_waiting ON outgoing (peer, number) WHERE acked_at IS NULL;

CREATE TABLE incoming (
	peer        TEXT NOT NULL,
	number      BIGINT NOT NULL,
	case_id     TEXT NOT NULL,
	digest      BYTEA NOT NULL,
	refusal     TEXT NOT NULL, -- why it was not acted on; '' where it was
	received_at BIGINT NOT NULL,
	PRIMARY KEY (peer, number)
);

CREATE TABLE documents (
	case_id TEXT NOT NULL,
	kind    TEXT NOT NULL,
	sealed  BYTEA NOT NULL,
	PRIMARY KEY (case_id, kind)
);

CREATE TABLE clocks ( -- the clock is the law; a job only reads it again
	case_id TEXT NOT NULL,
	kind    TEXT NOT NULL,
	due     BIGINT NOT NULL,
	warn    BIGINT,
	ended   BIGINT,
	PRIMARY KEY (case_id, kind)
);

CREATE INDEX clocks_running ON clocks (due) WHERE ended IS NULL;
