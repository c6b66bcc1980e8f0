package demo

import (
	"context"
	"errors"
	"slices"
	"time"

	"sallyport/casework"
	"sallyport/internal/node"
	"sallyport/internal/store"
)

// Open takes the bookings that wait to where a visitor's part begins, after the story was walked. Those that were sent before are left where they stand: the
// next step may have been a visitor's.
func (w *World) Open(ctx context.Context) error {
	people := slices.DeleteFunc(w.people(), func(p person) bool { return !p.left() })
	var unsent []person
	for i := range people {
		s, err := stage(ctx, &w.jails[people[i].booking.jail.place].Desk.Node, &people[i])
		if err != nil {
			return err
		}
		if s.State.Stage == casework.New {
			unsent = append(unsent, people[i])
		}
	}
	if err := w.settleAll(ctx, unsent); err != nil {
		return err
	}
	for i := range unsent {
		if err := w.walk(ctx, &unsent[i]); err != nil {
			return err
		}
		w.Progress(i+1, len(unsent), "bookings left to you")
	}
	return nil
}

// Clock is the story's time while the pages are open: it begins at noon of a day in 2016, or after the last that was done, and goes as fast as now does.
func (w *World) Clock(ctx context.Context, now func() time.Time) (func() time.Time, error) {
	from := opened
	for _, n := range w.trial.Nodes() {
		last, err := lastDone(ctx, n)
		if err != nil {
			return nil, err
		}
		from = later(from, last.Add(time.Minute))
	}
	began := now()
	return func() time.Time { return from.Add(now().Sub(began)) }, nil
}

// Follow does what software does by itself once somebody has acted: what nodes tell each other is carried, prints are searched, the logs brought level.
func (w *World) Follow(ctx context.Context, at time.Time) error {
	for {
		if err := w.carry(ctx); err != nil {
			return err
		}
		ids, err := w.hub.Desk.ToSearch(ctx, len(waiting))
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			break
		}
		for _, id := range ids {
			err = errors.Join(err, w.hub.Desk.Search(ctx, id, at))
		}
		if err != nil {
			return err
		}
	}
	_, err := w.books(ctx, at)
	return err
}

// Hub and Jails are the nodes, for their pages.
func (w *World) Hub() *node.Hub { return w.hub }

// Jails are the jails' nodes, in the story's order.
func (w *World) Jails() (all []*node.Agency) {
	for _, j := range jails {
		all = append(all, w.jails[j.place])
	}
	return all
}

// Waiting says of each booking that waits whose it is, for the page.
func (w *World) Waiting() (all []Left) {
	for _, p := range w.people() {
		if p.left() {
			all = append(all, Left{p.booking.name, p.booking.jail.name, p.booking.shows, p.booking.turn})
		}
	}
	return all
}

// Left is a booking that waits for a visitor: an invented name, the jail, whose turn it is in words, and the key of that part.
type Left struct{ Name, Jail, Shows, Turn string }

// lastDone is when something was last done at a node; the zero time for never.
func lastDone(ctx context.Context, n *node.Node) (last time.Time, err error) {
	err = n.Store.View(ctx, func(tx *store.Tx) error {
		all, err := tx.Submissions("")
		for _, s := range all {
			last = later(last, s.State.Last)
		}
		return err
	})
	return last, err
}
