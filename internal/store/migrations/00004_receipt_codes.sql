-- +goose Up

-- What the code on a served copy leads to. The code itself is kept nowhere; its hash is keyed, and outlives the purge.
CREATE TABLE receipt_codes (
	hash    TEXT PRIMARY KEY,
	case_id TEXT NOT NULL
);
