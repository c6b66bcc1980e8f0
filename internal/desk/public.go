package desk

import (
	"context"

	"sallyport"
	"sallyport/internal/store"
)

// Entry is a line of the record with its index in the log.
type Entry struct {
	Index  uint64
	Logged bool // it is there
	sallyport.Event
}

// Record is all that is kept of a submission for the public: what happened, by whom, under which rules.
type Record struct {
	Submission *store.Submission
	Entries    []Entry
	Decisions  []store.Decision
	Receipt    string // "" until everything about the person is gone
}

// Records returns every submission's record, oldest first.
func (d *Desk) Records(ctx context.Context) (all []Record, err error) {
	err = d.Store.View(ctx, func(tx *store.Tx) error {
		submissions, err := tx.Submissions("")
		if err != nil {
			return err
		}
		for _, s := range submissions {
			r, err := recordOf(tx, s)
			if err != nil {
				return err
			}
			all = append(all, r)
		}
		return nil
	})
	return all, err
}

func recordOf(tx *store.Tx, s *store.Submission) (r Record, err error) {
	r.Submission = s
	events, err := tx.EventsOf(s.ID)
	if err != nil {
		return r, err
	}
	for _, e := range events {
		line, err := e.Decode()
		if err != nil {
			return r, err
		}
		r.Entries = append(r.Entries, Entry{e.Seq, e.Logged, line})
	}
	if r.Decisions, err = tx.Decisions(s.ID); err != nil {
		return r, err
	}
	r.Receipt, err = tx.Receipt(s.ID)
	return r, err
}
