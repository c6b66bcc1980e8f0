// Package casework is two lives as tables of steps: that of a submission at the hub and that of a request at the jail. A table says which event
// may follow at which stage, who may bring it about, and what goes on the record. It promises that two different examiners stand behind every match,
// that nobody is asked about whose federal door is refused or unresolved, that nobody is kept whose request was not served or only asks
// for notice, and that every path can be ended and purged. It reads no clock, no store and no law: outcomes and times come with the event.
package casework

import (
	"fmt"
	"slices"

	"sallyport"
	"sallyport/roles"
)

// Life is one of the two tables.
type Life struct {
	name  string
	steps map[Kind]step
}

// step is one row of a table: at which stages it may happen, whose act it is, and what follows. next may name a further entry for the record.
type step struct {
	from []Stage
	acts []roles.Act // whoever may do one of these
	next func(State, Event) (State, Kind, error)
}

// Acts that more than one step is.
var (
	software = []roles.Act{roles.ApplyRules}
	record   = []roles.Act{roles.EnterFact, roles.EnterConviction, roles.EnterCustody, roles.RecordFinding, roles.RecordLocalReview, roles.ChangePolicy}
	correct  = []roles.Act{roles.CorrectRecord}
	resolve  = []roles.Act{roles.ResolveCitizenship}
	reply    = []roles.Act{roles.DecideChallenge}
	open     = []roles.Act{roles.OpenChallenge}
	answer   = []roles.Act{roles.AnswerRequest, roles.AnswerRefusal}
	release  = []roles.Act{roles.RecordRelease}
)

// or adds the software to who may do something: what happened elsewhere, or what a clock ends, is its to carry out.
func or(acts []roles.Act, more ...roles.Act) []roles.Act { return append(slices.Clone(acts), more...) }

// admitted says whether the table of roles lets somebody do one of the acts. Whoever a step is about needs no role for what is open to them.
func admitted(who sallyport.Actor, acts []roles.Act) error {
	var denied error
	for _, act := range acts {
		if who.Role == sallyport.Person && act == roles.OpenChallenge {
			return nil
		}
		if err := roles.Allows(who, act); err == nil {
			return nil
		} else if denied == nil {
			denied = err
		}
	}
	return denied
}

// Step applies e to s and returns the new state and the entries for the record, in order. It refuses, with a message for the person who tried, an event
// that does not follow at this stage, that this role may not bring about, that names nobody, or that is earlier than the last one; s then still holds.
func (l *Life) Step(s State, e Event) (State, []sallyport.Event, error) {
	t, known := l.steps[e.Kind]
	if !known {
		return s, nil, fmt.Errorf("casework: %q is not a step of a %s; see the table of steps", e.Kind, l.name)
	}
	if err := t.admits(s, e); err != nil {
		return s, nil, err
	}
	next, further, err := t.next(s, e)
	if err != nil {
		return s, nil, err
	}
	if next.Stage != s.Stage {
		next.Since = e.At
	}
	next.Last = e.At
	entries := []sallyport.Event{entry(e, e.Kind, s, next)}
	if further != "" {
		entries = append(entries, entry(e, further, s, next))
	}
	return next, entries, nil
}

// Admits says whether the table lets this event follow, without what the event itself decides.
func (l *Life) Admits(s State, e Event) error {
	t, known := l.steps[e.Kind]
	if !known {
		return fmt.Errorf("casework: %q is not a step of a %s; see the table of steps", e.Kind, l.name)
	}
	return t.admits(s, e)
}

func (t step) admits(s State, e Event) error {
	switch {
	case e.Actor.ID == "" || e.Actor.Office == "":
		return fmt.Errorf("%s: nobody is named; every step names a person or the software, and an office", e.Kind)
	case !slices.Contains(t.from, s.Stage):
		return fmt.Errorf("%s: does not follow when it is %q", e.Kind, s.Stage)
	case e.At.Before(s.Last):
		return fmt.Errorf("%s: at %s is before the last step, at %s", e.Kind, e.At, s.Last)
	}
	return admitted(e.Actor, t.acts)
}

func goTo(stage Stage) func(State, Event) (State, Kind, error) {
	return func(s State, _ Event) (State, Kind, error) { return s.at(stage), "", nil }
}

func ends(reason string) func(State, Event) (State, Kind, error) {
	return func(s State, _ Event) (State, Kind, error) { return s.end(reason), "", nil }
}

func stays(s State, _ Event) (State, Kind, error) { return s, "", nil }
