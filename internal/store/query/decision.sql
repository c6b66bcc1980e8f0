-- name: AddDecision :exec
INSERT INTO decisions (submission, seq, kind, document)
VALUES (@submission, (SELECT COALESCE(MAX(d.seq) + 1, 0) FROM decisions AS d WHERE d.submission = @submission), @kind, @document);

-- name: Decisions :many
SELECT kind, document FROM decisions WHERE submission = @submission ORDER BY seq;

-- name: SetOutcome :exec
UPDATE submissions SET outcome = @outcome WHERE id = @id;
