-- name: Queue :exec
INSERT INTO outgoing (peer, number, case_id, envelope, digest, queued_at)
VALUES (@peer, @number, @case_id, @envelope, @digest, @queued_at);

-- name: Outgoing :many
SELECT peer, number, case_id, envelope, digest, queued_at, acked_at FROM outgoing
WHERE peer = @peer AND acked_at IS NULL ORDER BY number LIMIT CAST(@most AS BIGINT);

-- name: OutgoingDigests :many
SELECT number, case_id, digest, queued_at, acked_at FROM outgoing WHERE peer = @peer ORDER BY number;

-- name: Acknowledge :exec
UPDATE outgoing SET envelope = NULL, acked_at = @acked_at WHERE peer = @peer AND number <= @number AND acked_at IS NULL;

-- name: AddIncoming :exec
INSERT INTO incoming (peer, number, case_id, digest, refusal, received_at)
VALUES (@peer, @number, @case_id, @digest, @refusal, @received_at);

-- name: LastIncoming :one
SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT) FROM incoming WHERE peer = @peer;

-- name: Incoming :one
SELECT peer, number, case_id, digest, refusal, received_at FROM incoming WHERE peer = @peer AND number = @number;

-- name: IncomingFrom :many
SELECT peer, number, case_id, digest, refusal, received_at FROM incoming WHERE peer = @peer ORDER BY number;

-- name: WaitingAbout :one
SELECT COUNT(*) FROM outgoing WHERE case_id = @case_id AND acked_at IS NULL;
