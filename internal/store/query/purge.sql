-- name: DeletePrints :exec
DELETE FROM prints WHERE submission = @submission;

-- name: DeleteCandidates :exec
DELETE FROM candidates WHERE submission = @submission;

-- name: DeleteFacts :exec
DELETE FROM facts WHERE submission = @submission;

-- name: DeleteDocuments :exec
DELETE FROM documents WHERE case_id = @case_id;

-- name: AddReceipt :exec
INSERT INTO receipts (submission, purged_at, document) VALUES (@submission, @purged_at, @document);

-- name: Receipt :one
SELECT document FROM receipts WHERE submission = @submission;
