-- +goose Up

-- What is of a small place waits for the batch of 31 December: its events.batch is -1 until then, so that the batches of all other days need not read it again.
CREATE INDEX events_put_off ON events (seq, day) WHERE batch = -1;
