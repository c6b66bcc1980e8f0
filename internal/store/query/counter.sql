-- name: NextNumber :one
INSERT INTO counters (name, last) VALUES (@name, 1)
ON CONFLICT (name) DO UPDATE SET last = counters.last + 1 RETURNING last;

-- name: SetNumber :exec
UPDATE counters SET last = @last WHERE name = @name;
