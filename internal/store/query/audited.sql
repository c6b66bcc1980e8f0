-- name: AddAudited :exec
INSERT INTO audited (what, event) VALUES (@what, @event);

-- name: Audited :many
SELECT e.seq, e.body FROM audited AS a JOIN events AS e ON e.seq = a.event
WHERE a.what = @what AND a.event < @before ORDER BY a.event DESC LIMIT CAST(@most AS BIGINT);

-- name: CountAudited :one
SELECT COUNT(*) FROM audited WHERE what = @what;

-- name: CountOverdue :one
SELECT COUNT(*) FROM clocks WHERE ended IS NULL AND due <= @now;

-- name: Overdue :many
SELECT case_id, kind, due, warn, ended FROM clocks WHERE ended IS NULL AND due <= @now ORDER BY due, case_id, kind LIMIT CAST(@most AS BIGINT);
