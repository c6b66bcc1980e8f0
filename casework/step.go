package casework

import (
	"fmt"
	"slices"

	"sallyport"
)

// Step applies e to s and returns the new state and the entries for the record, in order. It refuses, with a message
// for the person who tried, an event that does not follow at this stage, that this role may not bring about, that
// names nobody, or that is earlier than the last one; s then still holds.
func Step(s State, e Event) (State, []sallyport.Event, error) {
	t, known := steps[e.Kind]
	if !known {
		return s, nil, fmt.Errorf("casework: %q is not a step; see the table of steps", e.Kind)
	}
	if err := t.admits(s, e); err != nil {
		return s, nil, err
	}
	next, further, err := t.next(s, e)
	if err != nil {
		return s, nil, err
	}
	next.Last = e.At
	entries := []sallyport.Event{entry(e, e.Kind, next)}
	if further != "" {
		entries = append(entries, entry(e, further, next))
	}
	return next, entries, nil
}

func (t step) admits(s State, e Event) error {
	switch {
	case e.Actor.ID == "" || e.Actor.Office == "":
		return fmt.Errorf("%s: nobody is named; every step names a person or the software, and an office", e.Kind)
	case !slices.Contains(t.roles, e.Actor.Role):
		return fmt.Errorf("%s: a %s may not do this; it takes a %s", e.Kind, e.Actor.Role, t.roles[0])
	case !slices.Contains(t.from, s.Stage):
		return fmt.Errorf("%s: does not follow when a submission is %q", e.Kind, s.Stage)
	case e.At.Before(s.Last):
		return fmt.Errorf("%s: at %s is before the last step, at %s", e.Kind, e.At, s.Last)
	}
	return nil
}

// entry is the public line: never whom an examiner confirmed.
func entry(e Event, kind Kind, next State) sallyport.Event {
	line := sallyport.Event{Kind: string(kind), Actor: e.Actor, At: e.At, Outcome: e.Outcome, Rules: e.Rules, Request: e.Request}
	if kind == Answer {
		line.Answer = &sallyport.Answer{Agrees: e.Agrees, By: e.Actor.ID, At: e.At}
	}
	if next.Stage == Ended {
		line.Reason = next.Reason
	}
	return line
}
