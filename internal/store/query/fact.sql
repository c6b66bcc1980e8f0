-- name: AddFact :exec
INSERT INTO facts (submission, seq, path, value, source, entered_by, office, entered_at, accepted_by, accepted_at)
VALUES (@submission, (SELECT COALESCE(MAX(f.seq) + 1, 0) FROM facts AS f WHERE f.submission = @submission),
	@path, @value, @source, @entered_by, @office, @entered_at, @accepted_by, @accepted_at);

-- name: Facts :many
SELECT path, value, source, entered_by, office, entered_at, accepted_by FROM facts WHERE submission = @submission ORDER BY seq;

-- name: AcceptFacts :exec
UPDATE facts SET accepted_by = @accepted_by, accepted_at = @accepted_at WHERE submission = @submission AND accepted_by IS NULL;
