package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"sallyport"
	"sallyport/internal/store/query"
)

// Event is a line of the record, and where it is in the log.
type Event struct {
	Seq       uint64 // its place in the record
	Body      string // sallyport.Event as JSON, exactly as committed to
	Salt      string // hexadecimal; with it the body can be shown to be what the log holds
	Day       int64  // since 1970, UTC, of when it happened; 0 for those from before this was kept
	Published bool   // by a batch
	Planned   bool   // it has its place in the log
	Index     uint64 // that place; 0 while there is none
	Old       bool   // the log has it as logs had everything at first, without their origin
	Logged    bool   // it is under the last checkpoint that was remembered
}

// Decode returns what the body says.
func (e *Event) Decode() (sallyport.Event, error) {
	var line sallyport.Event
	if err := json.Unmarshal([]byte(e.Body), &line); err != nil {
		return line, fmt.Errorf("store: event %d: %w", e.Seq, err)
	}
	return line, nil
}

// DayOf is the day of a time as the store counts them: since 1970, UTC.
func DayOf(at time.Time) int64 {
	return at.UTC().Truncate(24*time.Hour).Unix() / (24 * 3600)
}

// AddEvent appends a line to the record, of something that happened at a time.
func (t *Tx) AddEvent(submission, body, salt string, at time.Time) error {
	count, err := t.number("events")
	if err != nil {
		return err
	}
	if err := t.query.AddEvent(t.ctx, query.AddEventParams{Seq: count - 1, Submission: submission, Body: body, Salt: salt, Day: DayOf(at)}); err != nil {
		return from(err)
	}
	return t.mark(count-1, body)
}

// Events returns the lines from seq first on, at most limit of them, in order.
func (t *Tx) Events(first uint64, limit int) ([]Event, error) {
	rows, err := t.query.Events(t.ctx, query.EventsParams{First: int64(first), Most: int64(limit)})
	all := make([]Event, len(rows))
	for i, row := range rows {
		all[i] = event(query.EventsOfRow(row))
	}
	return all, from(err)
}

// EventsOf returns the lines about one submission, in order.
func (t *Tx) EventsOf(submission string) ([]Event, error) {
	rows, err := t.query.EventsOf(t.ctx, submission)
	all := make([]Event, len(rows))
	for i, row := range rows {
		all[i] = event(row)
	}
	return all, from(err)
}

// FirstOf returns the body of the first line about one submission.
func (t *Tx) FirstOf(submission string) (Event, error) {
	body, err := t.query.FirstEventOf(t.ctx, submission)
	return Event{Body: body}, from(err)
}

func event(row query.EventsOfRow) Event {
	e := Event{Seq: uint64(row.Seq), Body: row.Body, Salt: row.Salt, Day: row.Day, Published: row.Batch.Valid && row.Batch.Int64 != putOff}
	if row.Idx.Valid {
		e.Planned, e.Index, e.Old, e.Logged = true, uint64(row.Idx.Int64), row.Version.Int64 == oldVersion, row.Idx.Int64 < row.Logged
	}
	return e
}

// Unpublished returns lines that no batch has published or put off, of days up to day, from seq first on, at most limit of them, in order. Where each is in the
// log it does not say.
func (t *Tx) Unpublished(day int64, first uint64, limit int) ([]Event, error) {
	rows, err := t.query.Unpublished(t.ctx, query.UnpublishedParams{Day: day, First: int64(first), Most: int64(limit)})
	all := make([]Event, len(rows))
	for i, row := range rows {
		all[i] = Event{Seq: uint64(row.Seq), Body: row.Body, Salt: row.Salt, Day: row.Day}
	}
	return all, from(err)
}

// PutOff returns lines that were put off, as Unpublished does.
func (t *Tx) PutOff(day int64, first uint64, limit int) ([]Event, error) {
	rows, err := t.query.PutOff(t.ctx, query.PutOffParams{Day: day, First: int64(first), Most: int64(limit)})
	all := make([]Event, len(rows))
	for i, row := range rows {
		all[i] = Event{Seq: uint64(row.Seq), Body: row.Body, Salt: row.Salt, Day: row.Day}
	}
	return all, from(err)
}

// CountOfDay is how many lines of one day no batch has read.
func (t *Tx) CountOfDay(day int64) (int64, error) {
	count, err := t.query.CountOfDay(t.ctx, day)
	return count, from(err)
}

// SetPublished notes that the batch of a day has published these lines, or has seen that there is nothing to publish of them.
func (t *Tx) SetPublished(day int64, events []uint64) error {
	for part := range slices.Chunk(events, numbersAtOnce) {
		text := strings.ReplaceAll(strings.Trim(fmt.Sprint(part), "[]"), " ", ",")
		if _, err := t.tx.ExecContext(t.ctx, fmt.Sprintf("UPDATE events SET batch = %d WHERE seq IN (%s)", day, text)); err != nil {
			return from(err)
		}
	}
	return nil
}

// putOff is the batch of lines that wait for a later one.
const putOff = -1

// SetPutOff notes that these lines wait for a later batch.
func (t *Tx) SetPutOff(events []uint64) error { return t.SetPublished(putOff, events) }

// Checkpoint is a signed checkpoint of the log, as it was remembered.
type Checkpoint struct {
	Size      uint64
	Note      string
	Witnessed bool // by as many as the node's policy asks for
}

// AddCheckpoint remembers a signed checkpoint of the log. Of two over as many entries the first is kept, unless only the second is witnessed.
func (t *Tx) AddCheckpoint(c Checkpoint) error {
	row := query.AddCheckpointParams{Size: int64(c.Size), Note: c.Note}
	if c.Witnessed {
		row.Witnessed = 1
	}
	return from(t.query.AddCheckpoint(t.ctx, row))
}

// Checkpoints returns the remembered checkpoints, smallest first.
func (t *Tx) Checkpoints() ([]string, error) {
	all, err := t.query.Checkpoints(t.ctx)
	return all, from(err)
}

// LastCheckpoint returns the greatest checkpoint that was remembered, or ErrNone.
func (t *Tx) LastCheckpoint() (Checkpoint, error) { return checkpoint(t.query.LastCheckpoint(t.ctx)) }

// LastWitnessed returns the greatest that is witnessed, or ErrNone: what lies under it is public.
func (t *Tx) LastWitnessed() (Checkpoint, error) { return checkpoint(t.query.LastWitnessed(t.ctx)) }

func checkpoint(row query.Checkpoint, err error) (Checkpoint, error) {
	return Checkpoint{uint64(row.Size), row.Note, row.Witnessed != 0}, none(err)
}
