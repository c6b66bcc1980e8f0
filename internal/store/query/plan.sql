-- name: CountEvents :one
SELECT CAST(COALESCE(MAX(seq) + 1, 0) AS BIGINT) FROM events;

-- name: FirstWaiting :one
SELECT CAST(COALESCE(MAX(event) + 1, 0) AS BIGINT) FROM commitments;

-- name: EndOfCommitments :one
SELECT CAST(COALESCE(MAX(idx) + 1, 0) AS BIGINT) FROM commitments;

-- name: EndOfSlots :one
SELECT CAST(COALESCE((SELECT s.first + s.size FROM slots AS s ORDER BY s.first DESC LIMIT 1), 0) AS BIGINT);

-- name: EndOfPublished :one
SELECT CAST(COALESCE(MAX(idx) + 1, 0) AS BIGINT) FROM published;

-- name: AddSlot :exec
INSERT INTO slots (first, size, seed) VALUES (@first, @size, @seed);

-- name: Commitments :many
SELECT c.idx, c.version, e.seq, e.body, e.salt FROM commitments AS c JOIN events AS e ON e.seq = c.event
WHERE c.idx >= @first AND c.idx < @behind ORDER BY c.idx;

-- name: Slots :many
SELECT s.first, s.size, s.seed FROM slots AS s
WHERE s.first >= COALESCE((SELECT MAX(b.first) FROM slots AS b WHERE b.first <= @first), 0) AND s.first < @behind AND s.first + s.size > @first
ORDER BY s.first;

-- name: Published :many
SELECT idx, kind, at, body FROM published WHERE idx >= @first AND idx < @behind ORDER BY idx;

-- name: NextPublished :many
SELECT idx, kind, at, body FROM published WHERE idx >= @first AND idx < @behind ORDER BY idx LIMIT CAST(@most AS BIGINT);

-- name: LastPublished :many
SELECT idx, kind, at, body FROM published WHERE kind = @kind ORDER BY idx DESC LIMIT CAST(@most AS BIGINT);

-- name: FirstPublished :one
SELECT idx, kind, at, body FROM published WHERE kind = @kind ORDER BY idx LIMIT 1;

-- name: AddCheckpoint :exec
INSERT INTO checkpoints (size, note, witnessed) VALUES (@size, @note, @witnessed)
ON CONFLICT (size) DO UPDATE SET
	note = CASE WHEN checkpoints.witnessed < excluded.witnessed THEN excluded.note ELSE checkpoints.note END,
	witnessed = CASE WHEN checkpoints.witnessed < excluded.witnessed THEN excluded.witnessed ELSE checkpoints.witnessed END;

-- name: Checkpoints :many
SELECT note FROM checkpoints ORDER BY size;

-- name: LastCheckpoint :one
SELECT size, note, witnessed FROM checkpoints ORDER BY size DESC LIMIT 1;

-- name: LastWitnessed :one
SELECT size, note, witnessed FROM checkpoints WHERE witnessed = 1 ORDER BY size DESC LIMIT 1;
