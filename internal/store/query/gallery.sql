-- name: NumberEnrolment :exec
INSERT INTO enrolments (person, number) VALUES (@person, (SELECT COALESCE(MAX(e.number), 0) + 1 FROM enrolments AS e))
ON CONFLICT (person) DO UPDATE SET number = excluded.number;

-- name: Enrolments :many
SELECT person, number FROM enrolments WHERE number > @after ORDER BY number LIMIT CAST(@most AS BIGINT);

-- name: ClearGallery :many
SELECT person, template FROM gallery ORDER BY person, finger LIMIT CAST(@most AS BIGINT);

-- name: DeleteClearGallery :exec
DELETE FROM gallery WHERE person = @person;

-- name: ClearPrints :many
SELECT submission, template FROM prints ORDER BY submission, finger LIMIT CAST(@most AS BIGINT);

-- name: ClearFacts :many
SELECT submission, seq, path, value, source FROM facts WHERE source <> '' ORDER BY submission, seq LIMIT CAST(@most AS BIGINT);

-- name: SealFact :exec
UPDATE facts SET value = @value, source = '' WHERE submission = @submission AND seq = @seq;

-- name: DeleteDocument :exec
DELETE FROM documents WHERE case_id = @case_id AND kind = @kind;
