-- +goose Up

-- The lines of the record that an auditor looks for, so that the pages need not read all of it: read, citizenship, ground, clock.
CREATE TABLE audited (
	what  TEXT NOT NULL,
	event BIGINT NOT NULL, -- its seq
	PRIMARY KEY (what, event)
);

INSERT INTO audited (what, event) SELECT 'read', seq FROM events WHERE body LIKE '%"kind":"read: %';
INSERT INTO audited (what, event) SELECT 'citizenship', seq FROM events WHERE body LIKE '%"about":"citizenship"%';
INSERT INTO audited (what, event) SELECT 'ground', seq FROM events
	WHERE body LIKE '%"kind":"federal door for the request"%' AND body NOT LIKE '%"outcome":"permitted"%';
INSERT INTO audited (what, event) SELECT 'clock', seq FROM events WHERE body LIKE '%"kind":"hold past its limit"%';
