-- name: AddReceiptCode :exec
INSERT INTO receipt_codes (hash, case_id) VALUES (@hash, @case_id);

-- name: CaseOfCode :one
SELECT case_id FROM receipt_codes WHERE hash = @hash;
