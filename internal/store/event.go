package store

import (
	"encoding/json"
	"fmt"

	"sallyport"
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
	return t.exec("INSERT INTO events (seq, submission, body, salt) SELECT COALESCE(MAX(seq) + 1, 0), $1, $2, $3 FROM events",
		submission, body, salt)
}

// Events returns the lines from seq first on, at most limit of them, in order.
func (t *Tx) Events(first uint64, limit int) ([]Event, error) {
	return t.events("SELECT seq, body, salt, logged FROM events WHERE seq >= $1 ORDER BY seq LIMIT $2", first, limit)
}

// EventsOf returns the lines about one submission, in order.
func (t *Tx) EventsOf(submission string) ([]Event, error) {
	return t.events("SELECT seq, body, salt, logged FROM events WHERE submission = $1 ORDER BY seq", submission)
}

func (t *Tx) events(query string, args ...any) ([]Event, error) {
	var all []Event
	err := t.each(func(scan func(...any) error) error {
		var e Event
		var logged int64
		err := scan(&e.Seq, &e.Body, &e.Salt, &logged)
		e.Logged = logged != 0
		all = append(all, e)
		return err
	}, query, args...)
	return all, err
}

// FirstUnlogged returns the seq of the first line that is not known to be in the log.
func (t *Tx) FirstUnlogged() (seq uint64, err error) {
	err = t.tx.QueryRowContext(t.ctx, "SELECT COALESCE(MAX(seq) + 1, 0) FROM events WHERE logged = 1").Scan(&seq)
	return seq, err
}

// SetLogged notes that the lines from first to last are in the log, each at its seq.
func (t *Tx) SetLogged(first, last uint64) error {
	return t.exec("UPDATE events SET logged = 1 WHERE seq >= $1 AND seq <= $2", first, last)
}

// AddCheckpoint remembers a signed checkpoint of the log.
func (t *Tx) AddCheckpoint(size uint64, note string) error {
	return t.exec("INSERT INTO checkpoints (size, note) VALUES ($1, $2) ON CONFLICT (size) DO NOTHING", size, note)
}

// Checkpoints returns the remembered checkpoints, smallest first.
func (t *Tx) Checkpoints() ([]string, error) {
	var all []string
	err := t.each(func(scan func(...any) error) error {
		var note string
		err := scan(&note)
		all = append(all, note)
		return err
	}, "SELECT note FROM checkpoints ORDER BY size")
	return all, err
}
