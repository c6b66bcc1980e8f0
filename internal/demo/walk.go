package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/desk"
	"sallyport/internal/ledger"
	"sallyport/internal/store"
)

// before is the programme whose answers are shown beside.
const before = "us/secure-communities"

// Walk takes every booking from where it stands to its purge, and returns the checkpoint over the whole record. It may be
// interrupted anywhere and called again.
func (w *World) Walk(ctx context.Context) (*ledger.Checkpoint, error) {
	if err := w.Settle(ctx); err != nil {
		return nil, err
	}
	people := w.people()
	if err := w.intake(ctx, people); err != nil {
		return nil, err
	}
	people = slices.DeleteFunc(people, func(p person) bool { return p.booking == nil })
	for i := range people {
		if err := w.walk(ctx, &people[i]); err != nil {
			return nil, err
		}
		w.Progress(i+1, len(people), "bookings walked")
		if _, err := w.log.CatchUp(ctx, w.store); err != nil {
			return nil, err
		}
	}
	checkpoint, err := w.log.CatchUp(ctx, w.store)
	if err != nil {
		return nil, err
	}
	return checkpoint, w.verify(ctx, checkpoint)
}

// verify checks every entry of the record against the log, as an outsider who was given the record would.
func (w *World) verify(ctx context.Context, checkpoint *ledger.Checkpoint) error {
	return w.store.View(ctx, func(tx *store.Tx) error {
		events, err := tx.Events(0, int(checkpoint.Size)+1)
		if err != nil {
			return err
		}
		if uint64(len(events)) != checkpoint.Size {
			return fmt.Errorf("the record has %d entries, the log %d", len(events), checkpoint.Size)
		}
		for i := range events {
			if err := checkpoint.Holds(&events[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// intake receives what lies in the watched folder. A file that is no booking of the story stops the demonstration.
func (w *World) intake(ctx context.Context, people []person) error {
	files, err := filepath.Glob(filepath.Join(w.inbox, "*.eft"))
	if err != nil {
		return err
	}
	sort.Strings(files)
	for _, path := range files {
		name := filepath.Base(path)
		at := time.Time{}
		for i := range people {
			if people[i].booking != nil && people[i].fileName() == name {
				at = people[i].booking.at
			}
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if at.IsZero() {
			return &desk.Malformed{File: path, Err: errors.New("@0: not a booking of this demonstration; take it out of the folder")}
		}
		if _, _, err := w.desk.Receive(ctx, name, data, at); err != nil {
			return err
		}
	}
	return nil
}

// walk repeats the next step until nothing is left of the person.
func (w *World) walk(ctx context.Context, p *person) error {
	for {
		s, err := w.submission(ctx, p)
		if err != nil || s.State.Stage == casework.Purged {
			return err
		}
		if err := w.next(ctx, p, s); err != nil {
			return fmt.Errorf("%s, %s: %w", p.tcn, s.State.Stage, err)
		}
	}
}

func (w *World) submission(ctx context.Context, p *person) (s *store.Submission, err error) {
	err = w.store.View(ctx, func(tx *store.Tx) error {
		s, err = tx.SubmissionByKey(p.tcn, p.booking.jail.ori)
		return err
	})
	return s, err
}

// next plays whoever's turn it is.
func (w *World) next(ctx context.Context, p *person, s *store.Submission) error {
	b, d, id := p.booking, w.desk, s.ID
	soon := s.State.Last.Add(12 * time.Minute)
	jailer := b.jail.officer
	switch s.State.Stage {
	case casework.Received:
		return w.once(ctx, id, "release.eligible_at",
			func() error { return d.RecordFacts(ctx, jailer, id, soon, b.custody()) },
			func() error { return d.Search(ctx, id, soon) })
	case casework.Candidates:
		return w.examine(ctx, firstExaminer, id, soon, p.reference)
	case casework.Examined:
		if b.disputed {
			return w.examine(ctx, secondExaminer, id, soon, "")
		}
		return w.examine(ctx, secondExaminer, id, soon, p.reference)
	case casework.Confirmed:
		return w.once(ctx, id, "person.us_citizen",
			func() error { return d.RecordFacts(ctx, clerk, id, soon, sorted(b.record)) },
			func() error { return d.Screen(ctx, id, soon, before) })
	case casework.MayBeAsked:
		return w.ask(ctx, b, id, soon)
	case casework.Requested:
		return d.JudgeRequest(ctx, id, soon)
	case casework.Sent:
		return d.Accept(ctx, jailer, id, soon)
	case casework.Open:
		return d.Answer(ctx, jailer, id, soon, !b.declines)
	case casework.Closed:
		return d.Answer(ctx, jailer, id, soon, false)
	case casework.Agreed:
		return d.Serve(ctx, jailer, id, soon)
	case casework.Served:
		return d.JudgeBoth(ctx, id, soon)
	case casework.ToNotify:
		return d.Release(ctx, jailer, id, b.at.Add(b.release))
	case casework.Held:
		return d.EndHold(ctx, jailer, id, s.State.HoldUntil.In(b.at.Location()))
	case casework.Unresolved:
		return d.Lapse(ctx, id, b.at.Add(b.release))
	case casework.Ended, casework.Purging:
		return d.Purge(ctx, id, s.State.Last)
	}
	return fmt.Errorf("nobody in the story knows what to do")
}

// examine answers as the script has it: the right person, if they are among those shown, or nobody.
func (w *World) examine(ctx context.Context, who sallyport.Actor, id string, at time.Time, right string) error {
	_, shown, err := w.desk.Lineup(ctx, who, id)
	if err != nil {
		return err
	}
	var same []string
	for _, person := range shown {
		if person.Person == right {
			same = append(same, right)
		}
	}
	return w.desk.Examine(ctx, who, id, at, same)
}

// once does first unless the fact at path is there already, and then does second.
func (w *World) once(ctx context.Context, id, path string, first, second func() error) error {
	facts, err := w.desk.Facts(ctx, clerk, id)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(facts, func(f store.Fact) bool { return f.Path == path }) {
		return second()
	}
	return first()
}

// ask makes the officer's next request of the story, or none any more. The officer picks from the list of those who may
// be asked about.
func (w *World) ask(ctx context.Context, b *booking, id string, at time.Time) error {
	list, err := w.desk.MayBeAsked(ctx, officer)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(list, func(a desk.Askable) bool { return a.ID == id }) {
		return errors.New("not on the officer's list")
	}
	facts, err := w.desk.Facts(ctx, clerk, id)
	if err != nil {
		return err
	}
	asked := 0
	for _, f := range facts {
		if f.Path == "request.form" {
			asked++
		}
	}
	if asked == len(b.asks) {
		return w.desk.Withdraw(ctx, officer, id, at)
	}
	next := &b.asks[asked]
	return w.desk.Ask(ctx, officer, id, sallyport.Request{Action: next.action, Form: next.form, At: at}, next.states())
}

// sorted puts facts in the order of their paths; what was entered twice keeps its order.
func sorted(facts []desk.Fact) []desk.Fact {
	facts = slices.Clone(facts)
	slices.SortStableFunc(facts, func(a, b desk.Fact) int { return strings.Compare(a.Path, b.Path) })
	return facts
}
