// Package publish makes the batch of a day: which of the store's events become which lines, and by what name their place is published. It decides by
// what was booked, and by what earlier batches published, so that whoever has the bodies can make every batch again. docs/why/privacy.md says why.
package publish

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"sallyport/casework"
	"sallyport/internal/link"
	"sallyport/internal/store"
	"sallyport/record"
)

// Rules are what a node publishes by; they stand in its log's settings.
type Rules struct {
	Place  string // of an agency's node; "" for a hub
	Volume int    // bookings in 28 days, from which on a place is published by its own name
}

// Batch makes the batch of a day, counted in days since 1970, UTC, of everything up to its end that no batch had yet, and notes in the transaction what
// it publishes. What is of too small a place stays for the batch of 31 December. Events from before days were kept are never published: they have no
// place.
func Batch(tx *store.Tx, day int64, r Rules) (record.Batch, error) {
	b := batch{tx: tx, rules: r, day: day, lines: map[string]*record.Line{}, booked: map[string]int{}, ladders: map[string]*ladder{}, places: map[string]string{}}
	if err := b.takeAll(tx.Unpublished); err != nil {
		return record.Batch{}, err
	}
	if b.last() {
		if err := b.takeAll(tx.PutOff); err != nil {
			return record.Batch{}, err
		}
	}
	for place, n := range b.booked {
		if err := tx.AddBookings(day, place, n); err != nil {
			return record.Batch{}, err
		}
	}
	made := record.Batch{Day: date(day).Format(time.DateOnly), Sums: b.sums}
	for _, line := range b.lines {
		made.Lines = append(made.Lines, *line)
	}
	return made, nil
}

// atOnce is how many events are in memory.
const atOnce = 4096

// batch is one in the making.
type batch struct {
	tx     *store.Tx
	rules  Rules
	day    int64
	lines  map[string]*record.Line // by what they say, without their number
	sums   [][record.Size]byte
	booked map[string]int // on this day, by place

	ladders map[string]*ladder // by month
	places  map[string]string  // of cases
}

// takeAll takes what a reading has, part by part.
func (b *batch) takeAll(read func(day int64, first uint64, limit int) ([]store.Event, error)) error {
	for first, more := uint64(0), true; more; {
		events, err := read(b.day, first, atOnce)
		if err != nil {
			return err
		}
		if err := b.take(events); err != nil {
			return err
		}
		if more = len(events) == atOnce; more {
			first = events[len(events)-1].Seq + 1
		}
	}
	return nil
}

// take publishes what is this batch's. The rest waits for the last batch of the year, and not for the next: by what name a place is published in a month is
// settled before that month begins.
func (b *batch) take(events []store.Event) error {
	var done, later []uint64
	for i := range events {
		e := &events[i]
		published, err := b.publish(e)
		if err != nil {
			return fmt.Errorf("publish: event %d: %w", e.Seq, err)
		}
		if published {
			done = append(done, e.Seq)
		} else {
			later = append(later, e.Seq)
		}
	}
	return errors.Join(b.tx.SetPublished(b.day, done), b.tx.SetPutOff(later))
}

// publish says whether this batch is the event's.
func (b *batch) publish(e *store.Event) (bool, error) {
	if e.Day == 0 {
		return true, nil
	}
	if m, ok := link.ParseLine(e.Body); ok {
		return b.message(e, m.Case)
	}
	said, err := e.Decode()
	if err != nil {
		return false, err
	}
	place := said.Place
	if b.rules.Place != "" {
		place = b.rules.Place
	}
	if e.Day == b.day && isBooking(said.Kind) {
		b.booked[place]++
	}
	name, span, err := b.name(place, e.Day)
	if name == "" || err != nil {
		return false, err
	}
	line, ok := record.LineOf(said, name)
	if !ok {
		return true, nil
	}
	line.Day = span
	return true, b.add(line)
}

func isBooking(kind string) bool {
	return kind == string(casework.Receive) || kind == string(casework.Book)
}

// add counts a line.
func (b *batch) add(line record.Line) error {
	key, err := json.Marshal(line)
	if err != nil {
		return err
	}
	if known := b.lines[string(key)]; known != nil {
		known.N++
		return nil
	}
	b.lines[string(key)] = &line
	return nil
}

// message publishes the commitment that the other node publishes as well. Where the two did so in batches of different spans, the finer would tell of the
// other's: so both do it by the day only for a place that has a name of its own, and by the year else.
func (b *batch) message(e *store.Event, id string) (bool, error) {
	place, err := b.placeOf(id)
	if err != nil {
		return false, err
	}
	l, err := b.ladder(e.Day)
	if err != nil || !l.own(place) && !b.last() {
		return false, err
	}
	salt, err := hex.DecodeString(e.Salt)
	b.sums = append(b.sums, record.Shared(salt, e.Body))
	return true, err
}

// placeOf is the place that a case belongs to, "" where there is none.
func (b *batch) placeOf(id string) (string, error) {
	if b.rules.Place != "" {
		return b.rules.Place, nil
	}
	if place, known := b.places[id]; known {
		return place, nil
	}
	s, err := b.tx.Submission(id)
	if errors.Is(err, store.ErrNone) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	b.places[id] = s.Agency
	return s.Agency, nil
}

// last says whether what had to wait is published now.
func (b *batch) last() bool {
	d := date(b.day)
	return d.Month() == time.December && d.Day() == 31
}

func date(day int64) time.Time { return time.Unix(0, 0).UTC().AddDate(0, 0, int(day)) }
