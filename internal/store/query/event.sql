-- name: AddEvent :exec
INSERT INTO events (seq, submission, body, salt, day) VALUES (@seq, @submission, @body, @salt, @day);

-- name: Events :many
SELECT e.seq, e.body, e.salt, e.day, e.batch, c.idx, c.version, CAST((SELECT COALESCE(MAX(size), 0) FROM checkpoints) AS BIGINT) AS logged
FROM events AS e LEFT JOIN commitments AS c ON c.event = e.seq
WHERE e.seq >= @first ORDER BY e.seq LIMIT CAST(@most AS BIGINT);

-- name: EventsOf :many
SELECT e.seq, e.body, e.salt, e.day, e.batch, c.idx, c.version, CAST((SELECT COALESCE(MAX(size), 0) FROM checkpoints) AS BIGINT) AS logged
FROM events AS e LEFT JOIN commitments AS c ON c.event = e.seq
WHERE e.submission = @submission ORDER BY e.seq;

-- name: FirstEventOf :one
SELECT body FROM events WHERE submission = @submission ORDER BY seq LIMIT 1;

-- name: Unpublished :many
SELECT seq, body, salt, day FROM events
WHERE batch IS NULL AND day <= @day AND seq >= @first ORDER BY seq LIMIT CAST(@most AS BIGINT);

-- name: PutOff :many
SELECT seq, body, salt, day FROM events
WHERE batch = -1 AND day <= @day AND seq >= @first ORDER BY seq LIMIT CAST(@most AS BIGINT);

-- name: CountOfDay :one
SELECT COUNT(*) FROM events WHERE batch IS NULL AND day = @day;
