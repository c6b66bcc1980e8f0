package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"sallyport/internal/store/query"
)

// The plan is what the log is to hold, in order, and where each event is in it. A leaf is planned once, before it is appended.

// The versions of what a log holds of an event.
const oldVersion, newVersion = 1, 2

// Slot is a run of commitments in the plan: some are of events, what is left is padding.
type Slot struct {
	First uint64 // index of its first leaf
	Size  uint64
	Seed  string // of the salts of its padding, hexadecimal
}

// Commitment is a place in the plan that holds an event.
type Commitment struct {
	Index      uint64
	Seq        uint64 // of the event
	Body, Salt string // the event's; not needed to add one
	Old        bool
}

// Published is a place in the plan that holds a leaf which anyone can read.
type Published struct {
	Index uint64
	Kind  string
	At    int64 // when it was planned, microseconds since 1970, UTC
	Body  string
}

// PlanEnd is how many leaves are planned.
func (t *Tx) PlanEnd() (uint64, error) {
	commitments, err := t.query.EndOfCommitments(t.ctx)
	slots, errSlots := t.query.EndOfSlots(t.ctx)
	published, errPublished := t.query.EndOfPublished(t.ctx)
	return uint64(max(commitments, slots, published)), from(errors.Join(err, errSlots, errPublished))
}

// Waiting are the events that have no place in the plan: from first up to, and without, behind.
func (t *Tx) Waiting() (first, behind uint64, err error) {
	planned, err := t.query.FirstWaiting(t.ctx)
	count, errCount := t.query.CountEvents(t.ctx)
	return uint64(planned), uint64(count), from(errors.Join(err, errCount))
}

// AddSlots, AddCommitments and AddPublished write to the plan.
func (t *Tx) AddSlots(all []Slot) error {
	return insertAll(t, "slots (first, size, seed)", all, func(s *Slot) []any { return []any{int64(s.First), int64(s.Size), s.Seed} })
}

// AddCommitments is AddSlots's counterpart.
func (t *Tx) AddCommitments(all []Commitment) error {
	for part := range slices.Chunk(all, numbersAtOnce) {
		var text strings.Builder
		for i, c := range part {
			if i > 0 {
				text.WriteByte(',')
			}
			fmt.Fprintf(&text, "(%d,%d,%d)", c.Index, c.Seq, newVersion)
		}
		if _, err := t.tx.ExecContext(t.ctx, "INSERT INTO commitments (idx, event, version) VALUES "+text.String()); err != nil {
			return from(err)
		}
	}
	return nil
}

// AddPublished is AddSlots's counterpart.
func (t *Tx) AddPublished(all []Published) error {
	return insertAll(t, "published (idx, kind, at, body)", all, func(p *Published) []any { return []any{int64(p.Index), p.Kind, p.At, p.Body} })
}

// How many rows one statement writes. SQLite looks each named value up among all that a statement has, so that their number counts twice; numbers stand in
// the statement itself.
const (
	rowsAtOnce    = 64
	numbersAtOnce = 1000
)

func insertAll[Row any](t *Tx, into string, all []Row, values func(*Row) []any) error {
	for part := range slices.Chunk(all, rowsAtOnce) {
		var flat []any
		for i := range part {
			flat = append(flat, values(&part[i])...)
		}
		if err := t.insert(into, len(flat)/len(part), flat); err != nil {
			return err
		}
	}
	return nil
}

// Plan is a part of the plan: each index in it is of a commitment or a published leaf, or is padding of a slot.
type Plan struct {
	Commitments []Commitment
	Published   []Published
	Slots       []Slot // may reach beyond the part
}

// Plan returns the plan from index first up to, and without, behind; each kind in order.
func (t *Tx) Plan(first, behind uint64) (*Plan, error) {
	p := new(Plan)
	commitments, err := t.query.Commitments(t.ctx, query.CommitmentsParams{First: int64(first), Behind: int64(behind)})
	for _, row := range commitments {
		p.Commitments = append(p.Commitments, Commitment{uint64(row.Idx), uint64(row.Seq), row.Body, row.Salt, row.Version == oldVersion})
	}
	published, errPublished := t.query.Published(t.ctx, query.PublishedParams{First: int64(first), Behind: int64(behind)})
	for _, row := range published {
		p.Published = append(p.Published, publishedRow(row))
	}
	slots, errSlots := t.query.Slots(t.ctx, query.SlotsParams{First: int64(first), Behind: int64(behind)})
	for _, row := range slots {
		p.Slots = append(p.Slots, Slot{uint64(row.First), uint64(row.Size), row.Seed})
	}
	return p, from(errors.Join(err, errPublished, errSlots))
}

// LastPublished returns the last leaves of a kind, at most limit of them, the newest first.
func (t *Tx) LastPublished(kind string, limit int) ([]Published, error) {
	rows, err := t.query.LastPublished(t.ctx, query.LastPublishedParams{Kind: kind, Most: int64(limit)})
	all := make([]Published, len(rows))
	for i, row := range rows {
		all[i] = publishedRow(row)
	}
	return all, from(err)
}

// FirstPublished returns the first leaf of a kind, or ErrNone.
func (t *Tx) FirstPublished(kind string) (Published, error) {
	row, err := t.query.FirstPublished(t.ctx, kind)
	return publishedRow(row), none(err)
}

func publishedRow(row query.Published) Published {
	return Published{uint64(row.Idx), row.Kind, row.At, row.Body}
}
