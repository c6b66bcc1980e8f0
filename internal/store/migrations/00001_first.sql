-- +goose Up

-- The first schema, as it was before migrations were numbered; a database from then has these tables already, all but
-- enrolments perhaps. Plain SQL for SQLite and PostgreSQL: documents are TEXT the database never looks into, times are
-- microseconds UTC, sealed bytes are BYTEA.

CREATE TABLE IF NOT EXISTS submissions (
	id          TEXT PRIMARY KEY,
	tcn         TEXT NOT NULL,
	ori         TEXT NOT NULL,
	agency      TEXT NOT NULL,
	received_at BIGINT NOT NULL,
	file        TEXT NOT NULL, -- in the watched folder, until the purge removes it
	stage       TEXT NOT NULL,
	state       TEXT NOT NULL,
	UNIQUE (tcn, ori)          -- a transaction that comes twice is one submission
);

CREATE TABLE IF NOT EXISTS prints (
	submission TEXT NOT NULL REFERENCES submissions (id),
	finger     BIGINT NOT NULL,
	template   TEXT NOT NULL,
	PRIMARY KEY (submission, finger)
);

CREATE TABLE IF NOT EXISTS candidates (
	submission TEXT NOT NULL REFERENCES submissions (id),
	person     TEXT NOT NULL,
	score      DOUBLE PRECISION NOT NULL,
	control    BIGINT NOT NULL, -- 1: known to be somebody else
	PRIMARY KEY (submission, person)
);

CREATE TABLE IF NOT EXISTS facts (
	submission  TEXT NOT NULL REFERENCES submissions (id),
	seq         BIGINT NOT NULL, -- a correction is a further row; the last one of a path counts
	path        TEXT NOT NULL,
	value       TEXT NOT NULL,   -- JSON
	source      TEXT NOT NULL,
	entered_by  TEXT NOT NULL,
	office      TEXT NOT NULL,
	entered_at  BIGINT NOT NULL,
	accepted_by TEXT,            -- at the jail; until then a claim of the hub's
	accepted_at BIGINT,
	PRIMARY KEY (submission, seq)
);

CREATE TABLE IF NOT EXISTS decisions (
	submission TEXT NOT NULL REFERENCES submissions (id),
	seq        BIGINT NOT NULL,
	kind       TEXT NOT NULL,
	document   TEXT NOT NULL, -- outcomes, rules and citations; no value of any fact
	PRIMARY KEY (submission, seq)
);

CREATE TABLE IF NOT EXISTS events (
	seq        BIGINT PRIMARY KEY, -- 0, 1, 2 …: also the index the log has to give it
	submission TEXT NOT NULL REFERENCES submissions (id),
	body       TEXT NOT NULL,
	salt       TEXT NOT NULL,
	logged     BIGINT NOT NULL DEFAULT 0 -- 1: in the log, at index seq
);

CREATE INDEX IF NOT EXISTS events_by_submission ON events (submission, seq);

CREATE TABLE IF NOT EXISTS receipts (
	submission TEXT PRIMARY KEY REFERENCES submissions (id),
	purged_at  BIGINT NOT NULL,
	document   TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS gallery (
	person   TEXT NOT NULL,
	finger   BIGINT NOT NULL,
	template TEXT NOT NULL,
	PRIMARY KEY (person, finger)
);

CREATE TABLE IF NOT EXISTS enrolments ( -- what a search engine follows; a person without rows in gallery was removed
	person TEXT PRIMARY KEY,
	number BIGINT NOT NULL UNIQUE -- grows with each entry, correction and removal
);

CREATE TABLE IF NOT EXISTS checkpoints (
	size BIGINT PRIMARY KEY,
	note TEXT NOT NULL -- as the log signed it; a later one has to extend it
);
