package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
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

// Walk takes every booking from where it stands to its purge at both nodes, and returns the checkpoints over both records, the hub's first. It may be
// interrupted anywhere and called again.
func (w *World) Walk(ctx context.Context) ([]Book, error) {
	if err := w.Settle(ctx); err != nil {
		return nil, err
	}
	people := w.people()
	if err := w.strays(people); err != nil {
		return nil, err
	}
	people = slices.DeleteFunc(people, func(p person) bool { return !p.told() })
	for i := range people {
		if err := w.walk(ctx, &people[i]); err != nil {
			return nil, err
		}
		w.Progress(i+1, len(people), "bookings walked")
		if _, err := w.books(ctx, founded); err != nil {
			return nil, err
		}
	}
	books, err := w.books(ctx, published)
	if err != nil {
		return nil, err
	}
	for i := range books {
		if err := books[i].verify(ctx); err != nil {
			return nil, err
		}
	}
	return books, nil
}

// Book is one node's log, with the checkpoint over its whole record.
type Book struct {
	Name       string
	Checkpoint *ledger.Checkpoint
	store      *store.Store
}

// published is when everything of the story is in the logs: what is of small places waits for the end of a year.
var published = time.Date(2016, time.January, 3, 0, 0, 0, 0, time.UTC)

// books brings every log level with its node's record, as of a time.
func (w *World) books(ctx context.Context, at time.Time) (all []Book, err error) {
	for _, n := range w.trial.Nodes() {
		checkpoint, err := n.CatchUp(ctx, at)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", n.Config.Name, err)
		}
		all = append(all, Book{n.Config.Name, checkpoint, n.Store})
	}
	return all, nil
}

// verify checks every entry of the record against the log, as an outsider who was given the record would.
func (b *Book) verify(ctx context.Context) error {
	return b.store.View(ctx, func(tx *store.Tx) error {
		events, err := tx.Events(0, int(b.Checkpoint.Size)+1)
		if err != nil {
			return err
		}
		for i := range events {
			if err := b.Checkpoint.Holds(&events[i]); err != nil {
				return fmt.Errorf("%s: %w", b.Name, err)
			}
		}
		return nil
	})
}

// strays stops the demonstration at a file in a jail's folder that is no booking of the story.
func (w *World) strays(people []person) error {
	for _, j := range w.jails {
		files, err := filepath.Glob(filepath.Join(j.Config.Folder, "*.eft"))
		if err != nil {
			return err
		}
		for _, path := range files {
			if !slices.ContainsFunc(people, func(p person) bool { return p.booking != nil && p.fileName() == filepath.Base(path) }) {
				return &desk.Malformed{File: path, Err: errors.New("@0: not a booking of this demonstration; take it out of the folder")}
			}
		}
	}
	return nil
}

// walk repeats the next step until nothing is left of the person at either node.
func (w *World) walk(ctx context.Context, p *person) error {
	jail := w.jails[p.booking.jail.place]
	for {
		if err := w.carry(ctx); err != nil {
			return err
		}
		at, err := stage(ctx, &jail.Desk.Node, p)
		if err != nil {
			return err
		}
		there, err := stage(ctx, &w.hub.Desk.Node, p)
		if err != nil {
			return err
		}
		if at.State.Stage == casework.Purged && there.State.Stage == casework.Purged {
			return nil
		}
		if stop := p.booking.leave; stop != "" && (at.State.Stage == stop || there.State.Stage == stop) {
			return nil
		}
		if err := w.next(ctx, p, at, there); err != nil {
			return fmt.Errorf("%s, at the jail %q, at the hub %q: %w", p.tcn, at.State.Stage, there.State.Stage, err)
		}
	}
}

// carry delivers what the nodes have to tell each other, and what they answer to that.
func (w *World) carry(ctx context.Context) error {
	for _, j := range w.jails {
		if err := errors.Join(j.Drain(ctx), w.hub.Drain(ctx), j.Drain(ctx)); err != nil {
			return err
		}
	}
	return nil
}

// stage is where a booking stands at a node: New where that has not heard of it.
func stage(ctx context.Context, n *desk.Node, p *person) (*store.Submission, error) {
	s, err := n.Find(ctx, p.tcn, p.booking.jail.ori)
	if errors.Is(err, store.ErrNone) {
		return &store.Submission{State: casework.State{Last: p.booking.at}}, nil
	}
	return s, err
}

// next plays whoever's turn it is: the jail's first, and the hub's where the jail waits.
func (w *World) next(ctx context.Context, p *person, at, there *store.Submission) error {
	if moved, err := w.atJail(ctx, p, at, there); moved || err != nil {
		return err
	}
	return w.atHub(ctx, p, there)
}

func (w *World) atJail(ctx context.Context, p *person, s, there *store.Submission) (moved bool, err error) {
	b, id := p.booking, s.ID
	d, clerk, supervisor := w.jails[b.jail.place].Desk, b.jail.clerk, b.jail.supervisor
	soon, release := later(s.State.Last, there.State.Last).Add(12*time.Minute), b.at.Add(b.release)
	switch s.State.Stage {
	case casework.New:
		return true, w.book(ctx, p)
	case casework.Registered:
		return true, d.Accept(ctx, clerk, id, soon)
	case casework.Open:
		return true, d.Answer(ctx, supervisor, id, soon, !b.declines)
	case casework.Closed:
		return true, d.Answer(ctx, supervisor, id, soon, false)
	case casework.Agreed:
		_, err := d.Serve(ctx, clerk, id, soon)
		return true, err
	case casework.ToNotify:
		return true, d.Release(ctx, clerk, id, release)
	case casework.ToHold:
		return true, d.StartHold(ctx, clerk, id, release)
	case casework.Held:
		return true, d.EndHold(ctx, clerk, id, s.State.HoldUntil.In(b.at.Location()), casework.Expired)
	case casework.Booked:
		if there.State.Stage == casework.Unresolved { // nobody waits for what nobody resolves
			return true, d.Lapse(ctx, clerk, id, release)
		}
	case casework.Ended, casework.Purging:
		return true, d.Purge(ctx, id, casework.PurgeDue(s.State))
	}
	return false, nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// book sends what lies in the jail's folder, with the custody facts.
func (w *World) book(ctx context.Context, p *person) error {
	jail := w.jails[p.booking.jail.place]
	data, err := os.ReadFile(filepath.Join(jail.Config.Folder, p.fileName()))
	if err != nil {
		return err
	}
	_, _, err = jail.Desk.Book(ctx, p.booking.jail.clerk, p.fileName(), data, p.booking.at, p.booking.custody())
	return err
}

func (w *World) atHub(ctx context.Context, p *person, s *store.Submission) error {
	b, d, id := p.booking, w.hub.Desk, s.ID
	soon := s.State.Last.Add(12 * time.Minute)
	switch s.State.Stage {
	case casework.Received:
		return d.Search(ctx, id, soon)
	case casework.Candidates:
		return w.examine(ctx, firstExaminer, id, soon, p.reference)
	case casework.Examined:
		if b.disputed {
			return w.examine(ctx, secondExaminer, id, soon, "")
		}
		return w.examine(ctx, secondExaminer, id, soon, p.reference)
	case casework.Confirmed:
		return w.once(ctx, id, soon, "person.us_citizen",
			func() error { return d.RecordFacts(ctx, clerk, id, soon, sorted(b.record)) },
			func() error { return d.Screen(ctx, id, soon, before) })
	case casework.MayBeAsked:
		return w.ask(ctx, b, id, soon)
	case casework.Requested:
		return d.JudgeRequest(ctx, id, soon)
	case casework.Ended, casework.Purging:
		return d.Purge(ctx, id, casework.PurgeDue(s.State))
	}
	return errors.New("nobody in the story knows what to do")
}

// examine answers as the script has it: the right person, if they are among those shown, or nobody.
func (w *World) examine(ctx context.Context, who sallyport.Actor, id string, at time.Time, right string) error {
	_, shown, err := w.hub.Desk.Lineup(ctx, who, id, at)
	if err != nil {
		return err
	}
	var same []string
	for _, person := range shown {
		if person.Person == right {
			same = append(same, right)
		}
	}
	return w.hub.Desk.Examine(ctx, who, id, at, same)
}

// once does first unless the fact at path is there already, and then does second.
func (w *World) once(ctx context.Context, id string, at time.Time, path string, first, second func() error) error {
	facts, err := w.hub.Desk.Facts(ctx, clerk, id, at)
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
	list, err := w.hub.Desk.MayBeAsked(ctx, officer, 100) // one booking is walked after another: there are not so many
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(list, func(a desk.Askable) bool { return a.ID == id }) {
		return errors.New("not on the officer's list")
	}
	facts, err := w.hub.Desk.Facts(ctx, clerk, id, at)
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
		return w.hub.Desk.Withdraw(ctx, officer, id, at)
	}
	next := &b.asks[asked]
	return w.hub.Desk.Ask(ctx, officer, id, sallyport.Request{Action: next.action, Form: next.form, At: at}, next.states())
}

// sorted puts facts in the order of their paths; what was entered twice keeps its order.
func sorted(facts []desk.Fact) []desk.Fact {
	facts = slices.Clone(facts)
	slices.SortStableFunc(facts, func(a, b desk.Fact) int { return strings.Compare(a.Path, b.Path) })
	return facts
}
