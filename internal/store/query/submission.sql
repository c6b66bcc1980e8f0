-- name: AddSubmission :exec
INSERT INTO submissions (id, tcn, ori, agency, received_at, file, stage, state, challenged)
VALUES (@id, @tcn, @ori, @agency, @received_at, @file, @stage, @state, @challenged);

-- name: Submission :one
SELECT id, tcn, ori, agency, received_at, file, stage, state, outcome, challenged FROM submissions WHERE id = @id;

-- name: SubmissionByKey :one
SELECT id, tcn, ori, agency, received_at, file, stage, state, outcome, challenged FROM submissions
WHERE ori = @ori AND tcn IN (@tcn, @hashed);

-- name: Submissions :many
SELECT id, tcn, ori, agency, received_at, file, stage, state, outcome, challenged FROM submissions
WHERE CAST(@stage AS TEXT) = '' OR stage = @stage ORDER BY received_at, id;

-- name: SetState :exec
UPDATE submissions SET stage = @stage, state = @state, challenged = @challenged WHERE id = @id;

-- name: AddCandidate :exec
INSERT INTO candidates (submission, person, score, control) VALUES (@submission, @person, @score, @control);

-- name: Candidates :many
SELECT person, score, control FROM candidates WHERE submission = @submission ORDER BY person;

-- name: Forget :exec
UPDATE submissions SET tcn = @tcn, file = '' WHERE id = @id;

-- name: CountAt :one
SELECT COUNT(*) FROM submissions WHERE stage = @stage;

-- name: IDsAt :many
SELECT id FROM submissions WHERE stage = @stage ORDER BY received_at, id LIMIT CAST(@most AS BIGINT);

-- name: SubmissionsAfter :many
SELECT id, tcn, ori, agency, received_at, file, stage, state, outcome, challenged FROM submissions
WHERE stage = @stage AND received_at >= @after AND (received_at > @after OR id > @id) ORDER BY received_at, id LIMIT CAST(@most AS BIGINT);

-- name: NewestAt :many
SELECT id, tcn, ori, agency, received_at, file, stage, state, outcome, challenged FROM submissions
WHERE stage = @stage AND received_at <= @before AND (received_at < @before OR id < @id) ORDER BY received_at DESC, id DESC LIMIT CAST(@most AS BIGINT);

-- name: Registered :many
SELECT id, tcn, ori, agency, received_at, file, stage, state, outcome, challenged FROM submissions
WHERE file = 'register' AND received_at <= @before AND (received_at < @before OR id < @id) ORDER BY received_at DESC, id DESC LIMIT CAST(@most AS BIGINT);

-- name: Numbered :many
SELECT id, tcn, ori, agency, received_at, file, stage, state, outcome, challenged FROM submissions
WHERE tcn IN (@tcn, @hashed) OR (id >= @first AND id < @behind) ORDER BY received_at DESC, id DESC LIMIT CAST(@most AS BIGINT);

-- name: UnresolvedAt :many
SELECT id, tcn, ori, agency, received_at, file, stage, state, outcome, challenged FROM submissions
WHERE stage = @stage AND outcome = 'unresolved' AND received_at >= @after AND (received_at > @after OR id > @id) ORDER BY received_at, id LIMIT CAST(@most AS BIGINT);

-- name: CountUnresolvedAt :one
SELECT COUNT(*) FROM submissions WHERE stage = @stage AND outcome = 'unresolved';

-- name: Challenged :many
SELECT id, tcn, ori, agency, received_at, file, stage, state, outcome, challenged FROM submissions
WHERE challenged > 0 AND received_at >= @after AND (received_at > @after OR id > @id) ORDER BY received_at, id LIMIT CAST(@most AS BIGINT);
