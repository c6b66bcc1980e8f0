-- Plain SQL for SQLite and PostgreSQL: times are microseconds UTC, bodies are TEXT the database never looks into.

CREATE TABLE IF NOT EXISTS webhook_counter (
	name TEXT PRIMARY KEY,
	last BIGINT NOT NULL -- taking a number locks the row until the transaction ends: numbers appear in their order, and none is missing
);

INSERT INTO webhook_counter (name, last) VALUES ('events', 0) ON CONFLICT DO NOTHING;

CREATE TABLE IF NOT EXISTS webhook_events (
	seq     BIGINT PRIMARY KEY, -- 1, 2 …: the feed's order
	id      TEXT NOT NULL UNIQUE, -- the idempotency key
	agency  TEXT NOT NULL,
	kind    TEXT NOT NULL,
	case_id TEXT NOT NULL,
	at      BIGINT NOT NULL,
	body    TEXT NOT NULL -- JSON
);

CREATE INDEX IF NOT EXISTS webhook_events_by_agency ON webhook_events (agency, seq);
CREATE INDEX IF NOT EXISTS webhook_events_by_case ON webhook_events (case_id);

CREATE TABLE IF NOT EXISTS webhook_subscriptions (
	id         TEXT PRIMARY KEY,
	agency     TEXT NOT NULL,
	url        TEXT NOT NULL,
	stopped_at BIGINT, -- NULL while it is served
	stopped    TEXT NOT NULL DEFAULT '' -- why
);

CREATE TABLE IF NOT EXISTS webhook_deliveries ( -- a row until the receiver has acknowledged
	subscription TEXT NOT NULL REFERENCES webhook_subscriptions (id),
	seq          BIGINT NOT NULL REFERENCES webhook_events (seq),
	case_id      TEXT NOT NULL,
	attempts     BIGINT NOT NULL,
	next_at      BIGINT NOT NULL,
	failure      TEXT NOT NULL DEFAULT '', -- of the last attempt
	PRIMARY KEY (subscription, seq)
);

CREATE INDEX IF NOT EXISTS webhook_deliveries_by_case ON webhook_deliveries (subscription, case_id, seq);
