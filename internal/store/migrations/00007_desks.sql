-- +goose Up

-- What a jail's inbox reads: the clocks of requests that wait for somebody, the earliest first.
CREATE INDEX clocks_of_requests ON clocks (due, case_id) WHERE ended IS NULL AND kind <> 'purge' AND kind <> 'booking';

-- An agency's own written policy, in versions that begin on a day. Two people put one in: until the second has agreed, nothing follows from it. None is changed or deleted.
CREATE TABLE policies (
	number     BIGINT PRIMARY KEY, -- 1, 2 …
	begins     TEXT NOT NULL,      -- YYYY-MM-DD
	document   TEXT NOT NULL,      -- what it says, and where that is written
	entered_by TEXT NOT NULL,
	entered_at BIGINT NOT NULL,
	agreed_by  TEXT,
	agreed_at  BIGINT
);
