-- +goose Up

-- A message that was refused can be about a submission that is not known here; its line is on the record all the same.
CREATE TABLE lines (
	seq        BIGINT PRIMARY KEY, -- 0, 1, 2 …: also the index the log has to give it
	submission TEXT NOT NULL,      -- '' for none
	body       TEXT NOT NULL,
	salt       TEXT NOT NULL,
	logged     BIGINT NOT NULL DEFAULT 0 -- 1: in the log, at index seq
);

INSERT INTO lines (seq, submission, body, salt, logged) SELECT seq, submission, body, salt, logged FROM events;
DROP TABLE events;
ALTER TABLE lines RENAME TO events;
CREATE INDEX events_by_submission ON events (submission, seq);

CREATE INDEX submissions_by_stage ON submissions (stage, received_at, id);
