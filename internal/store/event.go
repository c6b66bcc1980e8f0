package store

import (
	"encoding/json"
	"fmt"

	"sallyport"
	"sallyport/internal/store/query"
)

// Event is a line of the record on its way to the log. Seq is its place in the record and the index it must get there.
type Event struct {
	Seq    uint64
	Body   string // sallyport.Event as JSON, exactly as committed to
	Salt   string // hexadecimal; with it the body can be shown to be what the log holds
	Logged bool
}

// Decode returns what the body says.
func (e *Event) Decode() (sallyport.Event, error) {
	var line sallyport.Event
	if err := json.Unmarshal([]byte(e.Body), &line); err != nil {
		return line, fmt.Errorf("store: event %d: %w", e.Seq, err)
	}
	return line, nil
}

// AddEvent appends a line to the record.
func (t *Tx) AddEvent(submission, body, salt string) error {
	count, err := t.number("events")
	if err != nil {
		return err
	}
	return from(t.query.AddEvent(t.ctx, query.AddEventParams{Seq: count - 1, Submission: submission, Body: body, Salt: salt}))
}

// Events returns the lines from seq first on, at most limit of them, in order.
func (t *Tx) Events(first uint64, limit int) ([]Event, error) {
	rows, err := t.query.Events(t.ctx, query.EventsParams{First: int64(first), Most: int64(limit)})
	return events(rows), from(err)
}

// EventsOf returns the lines about one submission, in order.
func (t *Tx) EventsOf(submission string) ([]Event, error) {
	rows, err := t.query.EventsOf(t.ctx, submission)
	return events(rows), from(err)
}

func events(rows []query.Event) []Event {
	all := make([]Event, len(rows))
	for i, row := range rows {
		all[i] = Event{Seq: uint64(row.Seq), Body: row.Body, Salt: row.Salt, Logged: row.Logged != 0}
	}
	return all
}

// FirstUnlogged returns the seq of the first line that is not known to be in the log.
func (t *Tx) FirstUnlogged() (uint64, error) {
	seq, err := t.query.FirstUnlogged(t.ctx)
	return uint64(seq), from(err)
}

// SetLogged notes that the lines from first to last are in the log, each at its seq.
func (t *Tx) SetLogged(first, last uint64) error {
	return from(t.query.SetLogged(t.ctx, query.SetLoggedParams{First: int64(first), Last: int64(last)}))
}

// AddCheckpoint remembers a signed checkpoint of the log.
func (t *Tx) AddCheckpoint(size uint64, note string) error {
	return from(t.query.AddCheckpoint(t.ctx, query.AddCheckpointParams{Size: int64(size), Note: note}))
}

// Checkpoints returns the remembered checkpoints, smallest first.
func (t *Tx) Checkpoints() ([]string, error) {
	all, err := t.query.Checkpoints(t.ctx)
	return all, from(err)
}
