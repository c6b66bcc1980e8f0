-- name: PutDocument :exec
INSERT INTO documents (case_id, kind, sealed) VALUES (@case_id, @kind, @sealed)
ON CONFLICT (case_id, kind) DO UPDATE SET sealed = excluded.sealed;

-- name: Document :one
SELECT sealed FROM documents WHERE case_id = @case_id AND kind = @kind;
