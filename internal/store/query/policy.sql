-- name: AddPolicy :exec
INSERT INTO policies (number, begins, document, entered_by, entered_at)
VALUES ((SELECT COALESCE(MAX(p.number) + 1, 1) FROM policies AS p), @begins, @document, @entered_by, @entered_at);

-- name: AgreePolicy :exec
UPDATE policies SET agreed_by = @agreed_by, agreed_at = @agreed_at WHERE number = @number AND agreed_by IS NULL;

-- name: Policies :many
SELECT number, begins, document, entered_by, entered_at, agreed_by, agreed_at FROM policies ORDER BY number;
