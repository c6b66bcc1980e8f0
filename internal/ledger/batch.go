package ledger

import (
	"context"
	"errors"
	"time"

	"sallyport/internal/store"
	"sallyport/record"
)

const (
	daysBack      = 7  // that decide on the room of a slot
	batchesAtOnce = 64 // planned in one transaction
	dayLength     = 24 * time.Hour
)

// planBatches plans the batch of every day that is due, and was not yet: each day since the log's first one has one, however long the node was down.
func (l *Log) planBatches(ctx context.Context, s *store.Store, at time.Time) error {
	for more := true; more; {
		err := s.InTx(ctx, func(tx *store.Tx) error {
			day, err := nextDay(tx)
			if err != nil {
				return err
			}
			n := 0
			for ; n < batchesAtOnce && !at.Before(l.due(day)); n++ {
				if err := l.planBatch(tx, day, at); err != nil {
					return &Unpublished{dayText(day), err}
				}
				day++
			}
			more = n == batchesAtOnce
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Unpublished is the error for a batch that could not be made. The log goes on without it, and tries again with each slot.
type Unpublished struct {
	Day string // YYYY-MM-DD
	Err error
}

func (u *Unpublished) Error() string { return "ledger: the batch of " + u.Day + ": " + u.Err.Error() }

func (u *Unpublished) Unwrap() error { return u.Err }

// due is when the batch of a day is: at a fixed time of the next.
func (l *Log) due(day int64) time.Time {
	clock, _ := time.Parse("15:04", l.config.Settings.Batch) // Open has checked it
	return time.Unix(0, 0).UTC().AddDate(0, 0, int(day)+1).Add(time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute)
}

func dayText(day int64) string {
	return time.Unix(0, 0).UTC().AddDate(0, 0, int(day)).Format(time.DateOnly)
}

// nextDay is the first day without a batch: the log's first, or the one after the last head's.
func nextDay(tx *store.Tx) (int64, error) {
	last, err := heads(tx, 1)
	if err != nil {
		return 0, err
	}
	if len(last) == 0 {
		first, err := tx.FirstPublished(string(record.KindSettings))
		return store.DayOf(time.UnixMicro(first.At)), err
	}
	day, err := time.Parse(time.DateOnly, last[0].Day)
	return store.DayOf(day) + 1, err
}

// planBatch plans what is published of a day, and decides on the room that slots have from there on.
func (l *Log) planBatch(tx *store.Tx, day int64, at time.Time) error {
	count, err := tx.CountOfDay(day)
	if err != nil {
		return err
	}
	before, err := heads(tx, daysBack-1)
	if err != nil {
		return err
	}
	var b record.Batch
	if l.config.Batch != nil {
		if b, err = l.config.Batch(tx, day); err != nil {
			return err
		}
	}
	b.Day, b.Need = dayText(day), l.need(count)
	b.Room = b.Need
	for _, head := range before {
		b.Room = max(b.Room, head.Need)
	}
	leaves, err := b.Leaves()
	return errors.Join(err, planLeaves(tx, at, leaves))
}

// need is the smallest power of two by which a day's slots, so much wider, have room for twice as many events; but no slot grows over record.MaxSlot.
func (l *Log) need(events int64) int {
	slots := max(1, int64(dayLength/time.Second)/l.config.Settings.Slot)
	need := int64(1)
	width := int64(l.config.Settings.Width)
	for need*slots*width < 2*events && 2*need*width <= record.MaxSlot {
		need *= 2
	}
	return int(need)
}
