-- name: AddEvent :exec
INSERT INTO events (seq, submission, body, salt) VALUES (@seq, @submission, @body, @salt);

-- name: Events :many
SELECT seq, submission, body, salt, logged FROM events WHERE seq >= @first ORDER BY seq LIMIT CAST(@most AS BIGINT);

-- name: EventsOf :many
SELECT seq, submission, body, salt, logged FROM events WHERE submission = @submission ORDER BY seq;

-- name: FirstUnlogged :one
SELECT CAST(COALESCE(MAX(seq) + 1, 0) AS BIGINT) FROM events WHERE logged = 1;

-- name: SetLogged :exec
UPDATE events SET logged = 1 WHERE seq >= @first AND seq <= @last;

-- name: AddCheckpoint :exec
INSERT INTO checkpoints (size, note) VALUES (@size, @note) ON CONFLICT (size) DO NOTHING;

-- name: Checkpoints :many
SELECT note FROM checkpoints ORDER BY size;
