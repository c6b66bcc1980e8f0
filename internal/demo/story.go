package demo

import (
	"context"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/desk"
	"sallyport/internal/ledger"
)

// Story is what came of every booking, for the table and the page.
type Story struct {
	Cases      []Case
	Checkpoint *ledger.Checkpoint
}

// Case is one booking of the story.
type Case struct {
	Name, Reference, Jail string // the name is invented, and kept nowhere in the record
	Shows                 string
	Asks                  []Asked // at least one: the federal door's first answer, where nothing was asked
	Stage                 casework.Stage
	Ended                 string
	Entries               []desk.Entry
	Before                *sallyport.Decision // under Secure Communities; nil where nobody was confirmed
	Receipt               string
}

// Asked is one request and what the doors said. Federal is nil where nobody was confirmed, Local where it never got there.
type Asked struct {
	What           string // hold on I-247D; "" where nothing was asked
	Federal, Local *Judged
	Served         *Judged // both doors once more, after service; with the clock, where a hold took effect
}

// Judged is a door's decision with the index of its entry in the log.
type Judged struct {
	sallyport.Decision
	Kind  casework.Kind
	Index uint64
}

// Story tells the record as it stands, with the names of the invented people put back in.
func (w *World) Story(ctx context.Context, checkpoint *ledger.Checkpoint) (*Story, error) {
	records, err := w.desk.Records(ctx)
	if err != nil {
		return nil, err
	}
	byReference := map[string]*desk.Record{}
	for i := range records {
		byReference[records[i].Submission.TCN] = &records[i]
	}
	story := &Story{Checkpoint: checkpoint}
	for _, p := range w.people() {
		if r := byReference[p.tcn]; p.booking != nil && r != nil {
			story.Cases = append(story.Cases, tell(p.booking, r))
		}
	}
	return story, nil
}

func tell(b *booking, r *desk.Record) Case {
	c := Case{
		Name: b.name, Reference: r.Submission.TCN, Jail: b.jail.name, Shows: b.shows, Entries: r.Entries,
		Stage: r.Submission.State.Stage, Ended: r.Submission.State.Reason, Receipt: r.Receipt, Asks: []Asked{{}},
	}
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
		c.judge(&Judged{d.Decision, casework.Kind(d.Kind), r.Entries[entry].Index}, r.Entries[entry].Request)
		entry++
	}
	return c
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
