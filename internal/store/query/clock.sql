-- name: SetClock :exec
INSERT INTO clocks (case_id, kind, due, warn) VALUES (@case_id, @kind, @due, @warn)
ON CONFLICT (case_id, kind) DO UPDATE SET
	due = CASE WHEN excluded.due < clocks.due THEN excluded.due ELSE clocks.due END,
	warn = CASE WHEN clocks.warn IS NULL OR excluded.warn < clocks.warn THEN excluded.warn ELSE clocks.warn END;

-- name: EndClock :exec
UPDATE clocks SET ended = @ended WHERE case_id = @case_id AND kind = @kind AND ended IS NULL;

-- name: Clocks :many
SELECT case_id, kind, due, warn, ended FROM clocks WHERE case_id = @case_id ORDER BY due, kind;

-- name: DueClocks :many
SELECT case_id, kind, due, warn, ended FROM clocks WHERE ended IS NULL AND due <= @now ORDER BY due, case_id, kind;

-- name: OpenClocks :many
SELECT case_id, kind, due FROM clocks
WHERE ended IS NULL AND kind <> 'purge' AND kind <> 'booking' AND due >= @due AND (due > @due OR case_id > @case_id)
ORDER BY due, case_id LIMIT CAST(@most AS BIGINT);
