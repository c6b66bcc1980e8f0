-- +goose Up

-- What a jail's register of requests reads: those that came by other ways than the exchange, the newest first.
CREATE INDEX submissions_registered ON submissions (received_at, id) WHERE file = 'register';
