-- name: AddToGallery :exec
INSERT INTO gallery (person, finger, template) VALUES (@person, @finger, @template);

-- name: NumberEnrolment :exec
INSERT INTO enrolments (person, number) VALUES (@person, (SELECT COALESCE(MAX(e.number), 0) + 1 FROM enrolments AS e))
ON CONFLICT (person) DO UPDATE SET number = excluded.number;

-- name: Enrolments :many
SELECT person, number FROM enrolments WHERE number > @after ORDER BY number LIMIT CAST(@most AS BIGINT);

-- name: Enrolled :many
SELECT template FROM gallery WHERE person = @person ORDER BY finger;

-- name: AddPrint :exec
INSERT INTO prints (submission, finger, template) VALUES (@submission, @finger, @template);

-- name: Prints :many
SELECT template FROM prints WHERE submission = @submission ORDER BY finger;
