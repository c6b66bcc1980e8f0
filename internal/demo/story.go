package demo

import (
	"context"
	"fmt"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/desk"
)

// Story is what came of every booking, for the table and the page.
type Story struct {
	Cases []Case
	Books []Book // the hub's first
}

// Case is one booking of the story.
type Case struct {
	Name, Reference, Jail string // the name is invented, and kept nowhere in the record
	Shows                 string
	Asks                  []Asked // at least one: the federal door's first answer, where nothing was asked
	Stage                 casework.Stage
	Ended                 string
	Records               []Record            // the hub's and the jail's
	Before                *sallyport.Decision // under Secure Communities; nil where nobody was confirmed
}

// Record is what one of the nodes keeps for good.
type Record struct {
	Book    string
	Entries []desk.Entry
	Receipt string
}

// Asked is one request and what the doors said. Federal is nil where nobody was confirmed, Local where it never got there.
type Asked struct {
	What           string // hold on I-247D; "" where nothing was asked
	Federal, Local *Judged
	Served         *Judged // both doors once more, after service; with the clock, where a hold took effect
}

// Judged is a door's decision with the book that has it, and the index of its entry there.
type Judged struct {
	sallyport.Decision
	Kind  casework.Kind
	Book  string
	Index uint64
}

// Entry says where a decision is on the record.
func (j *Judged) Entry() string { return fmt.Sprintf("%s #%d", j.Book, j.Index) }

// Story tells the records as they stand, with the names of the invented people put back in.
func (w *World) Story(ctx context.Context, books []Book) (*Story, error) {
	story := &Story{Books: books}
	for _, p := range w.people() {
		if !p.told() {
			continue
		}
		jail := w.jails[p.booking.jail.place]
		hubs, err := recordAt(ctx, &w.hub.Desk.Node, &p)
		if err != nil {
			return nil, err
		}
		own, err := recordAt(ctx, &jail.Desk.Node, &p)
		if err != nil {
			return nil, err
		}
		story.Cases = append(story.Cases, tell(&p, hubs, own, jail.Config.Name))
	}
	return story, nil
}

func recordAt(ctx context.Context, n *desk.Node, p *person) (desk.Record, error) {
	s, err := n.Find(ctx, p.tcn, p.booking.jail.ori)
	if err != nil {
		return desk.Record{}, err
	}
	return n.Record(ctx, s.ID)
}

func tell(p *person, hub, jail desk.Record, book string) Case {
	c := Case{
		Name: p.booking.name, Reference: p.tcn, Jail: p.booking.jail.name, Shows: p.booking.shows,
		Stage: hub.Submission.State.Stage, Ended: hub.Submission.State.Reason, Asks: []Asked{{}},
		Records: []Record{{"hub", hub.Entries, hub.Receipt}, {book, jail.Entries, jail.Receipt}},
	}
	c.judgeAll("hub", hub)
	c.judgeAll(book, jail)
	return c
}

func (c *Case) judgeAll(book string, r desk.Record) {
	entry := 0
	for i := range r.Decisions {
		d := &r.Decisions[i]
		if d.Kind == before {
			c.Before = &d.Decision
			continue
		}
		for r.Entries[entry].Kind != d.Kind { // each decision was kept with its entry, in the same order
			entry++
		}
		c.judge(&Judged{d.Decision, casework.Kind(d.Kind), book, r.Entries[entry].Index}, r.Entries[entry].Request)
		entry++
	}
}

// judge puts a decision in its row. The first answer of the federal door stands in a row of its own only where nothing is
// asked afterwards.
func (c *Case) judge(j *Judged, request *sallyport.Request) {
	last := &c.Asks[len(c.Asks)-1]
	switch j.Kind {
	case casework.FederalDoor:
		last.Federal = j
	case casework.RequestDoor:
		if last.What != "" {
			c.Asks = append(c.Asks, Asked{})
			last = &c.Asks[len(c.Asks)-1]
		}
		last.What, last.Federal = request.Action+" on "+request.Form, j
	case casework.LocalDoor:
		last.Local = j
	case casework.BothDoors:
		last.Served = j
	}
}

// Deciding are the rules that made a decision what it is.
func Deciding(d *sallyport.Decision) (rules []sallyport.AppliedRule) {
	effect := map[sallyport.Outcome]sallyport.Effect{
		sallyport.Refused: sallyport.Refuses, sallyport.Unresolved: sallyport.Unresolves, sallyport.Permitted: sallyport.Permits,
	}[d.Outcome]
	for _, door := range d.Doors {
		for _, rule := range door.Rules {
			if rule.Effect == effect {
				rules = append(rules, rule)
			}
		}
	}
	return rules
}

// Side is what one of the doors, federal or local, came to within a whole decision.
func Side(d *sallyport.Decision, name string) sallyport.Decision {
	side := sallyport.Decision{Outcome: sallyport.Silent}
	for _, door := range d.Doors {
		if door.Door != name {
			continue
		}
		if door.Outcome.Strictness() > side.Outcome.Strictness() {
			side.Outcome = door.Outcome
		}
		side.Doors, side.Missing = append(side.Doors, door), append(side.Missing, door.Missing...)
	}
	return side
}
