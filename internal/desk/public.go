package desk

import (
	"context"

	"sallyport"
	"sallyport/internal/link"
	"sallyport/internal/store"
)

// Entry is a line of the record with its place in the log.
type Entry struct {
	Index   uint64 // 0 while it has none
	Planned bool   // it has one
	Logged  bool   // it is there
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
func (n *Node) Records(ctx context.Context) (all []Record, err error) {
	err = n.Store.View(ctx, func(tx *store.Tx) error {
		submissions, err := tx.Submissions("")
		if err != nil {
			return err
		}
		for _, s := range submissions {
			r, err := n.recordOf(tx, s)
			if err != nil {
				return err
			}
			all = append(all, r)
		}
		return nil
	})
	return all, err
}

// Find returns the submission of a transaction, also after its purge, or store.ErrNone.
func (n *Node) Find(ctx context.Context, tcn, ori string) (s *store.Submission, err error) {
	err = n.Store.View(ctx, func(tx *store.Tx) error {
		s, err = n.known(tx, sallyport.Booking{TCN: tcn, ORI: ori})
		return err
	})
	return s, err
}

// Record returns one submission's record.
func (n *Node) Record(ctx context.Context, id string) (r Record, err error) {
	err = n.Store.View(ctx, func(tx *store.Tx) error {
		s, err := tx.Submission(id)
		if err != nil {
			return err
		}
		r, err = n.recordOf(tx, s)
		return err
	})
	return r, err
}

func (n *Node) recordOf(tx *store.Tx, s *store.Submission) (r Record, err error) {
	r.Submission = s
	events, err := tx.EventsOf(s.ID)
	if err != nil {
		return r, err
	}
	for _, e := range events {
		line, err := n.decode(&e)
		if err != nil {
			return r, err
		}
		r.Entries = append(r.Entries, Entry{e.Index, e.Planned, e.Logged, line})
	}
	if r.Decisions, err = tx.Decisions(s.ID); err != nil {
		return r, err
	}
	r.Receipt, err = tx.Receipt(s.ID)
	return r, err
}

// decode is what a line says; of a message, which way it went.
func (n *Node) decode(e *store.Event) (sallyport.Event, error) {
	m, ok := link.ParseLine(e.Body)
	if !ok {
		return e.Decode()
	}
	line := sallyport.Event{Submission: m.Case, Kind: "told to " + m.To + ": " + m.Kind, Actor: sallyport.Actor{ID: "sallyport", Office: m.From, Role: sallyport.Software}}
	if m.To == n.Name {
		line.Kind = "told by " + m.From + ": " + m.Kind
	}
	return line, nil
}
