-- +goose Up

-- What the lists of waiting cases are made from, so that nobody has to read every case to know which wait: what the doors said last, and of how many things
-- the person says that they are wrong.
ALTER TABLE submissions ADD COLUMN outcome TEXT NOT NULL DEFAULT '';      -- of the last decision; '' while there is none
ALTER TABLE submissions ADD COLUMN challenged BIGINT NOT NULL DEFAULT 0;  -- how many challenges nobody has answered

-- Of a decision its own outcome stands before its doors; each door's stands before that door's rules.
UPDATE submissions SET outcome = COALESCE((
	SELECT CASE
		WHEN d.document LIKE '%"outcome":"refused","doors":%' THEN 'refused'
		WHEN d.document LIKE '%"outcome":"permitted","doors":%' THEN 'permitted'
		WHEN d.document LIKE '%"outcome":"unresolved","doors":%' THEN 'unresolved'
		WHEN d.document LIKE '%"outcome":"silent","doors":%' THEN 'silent'
		ELSE '' END
	FROM decisions AS d WHERE d.submission = submissions.id ORDER BY d.seq DESC LIMIT 1), '');
UPDATE submissions SET challenged = 1 WHERE state LIKE '%"challenges":["%';

CREATE INDEX submissions_unresolved ON submissions (stage, received_at, id) WHERE outcome = 'unresolved';
CREATE INDEX submissions_challenged ON submissions (received_at, id) WHERE challenged > 0;
