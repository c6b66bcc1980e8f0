package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
	"sallyport/roles"
)

// Fact is one fact as a person enters it: its path in a case, its value as JSON, and the record it was read from.
type Fact struct {
	Path, Value, Source string
}

// enters says which act the entry of each kind of fact is, by the start of its path; whose act it is stands in the table of roles.
var enters = []struct {
	path string
	acts []roles.Act
}{
	{"convictions", []roles.Act{roles.EnterConviction}},
	{"charges", []roles.Act{roles.EnterFact, roles.EnterCustody}},
	{"person.", []roles.Act{roles.EnterFact}},
	{"officer.risk_finding", []roles.Act{roles.RecordLocalReview}},
	{"officer.rehabilitation_review", []roles.Act{roles.RecordLocalReview}},
	{"officer.fod_", []roles.Act{roles.RecordFinding}},
	{"officer.", []roles.Act{roles.EnterFact, roles.RecordFinding}},
	{"agency_kind", []roles.Act{roles.EnterCustody}},
	{"agreement.", []roles.Act{roles.EnterCustody}},
	{"local_policy.", []roles.Act{roles.EnterCustody, roles.ChangePolicy}},
	{"release.", []roles.Act{roles.EnterCustody}},
	{"consent.", []roles.Act{roles.EnterCustody}},
	{"request.", []roles.Act{roles.MakeRequest, roles.RegisterRequest}},
}

// MayEnter checks that who may enter f, and that it says where it comes from. A finding that is somebody's own is made by nobody else; that
// none is there is for whoever enters facts, and looked, to say.
func MayEnter(who sallyport.Actor, f Fact) error {
	if strings.TrimSpace(f.Source) == "" {
		return &Unfit{fmt.Errorf("%s: without a source; name the record it was read from", f.Path)}
	}
	for _, e := range enters {
		if !strings.HasPrefix(f.Path, e.path) {
			continue
		}
		if strings.HasPrefix(e.path, "officer.") && f.Value == "false" {
			return roles.Allows(who, roles.EnterFact)
		}
		var denied error
		for _, act := range e.acts {
			if denied = roles.Allows(who, act); denied == nil {
				return nil
			}
		}
		return fmt.Errorf("%s: %w", f.Path, denied)
	}
	return &Unfit{fmt.Errorf("%s: nobody enters this; see the contract's table of facts", f.Path)}
}

// mayResolve is for those to whom what the rules leave open goes: the records clerk for facts, counsel for readings, at a jail its supervisor.
func mayResolve(who sallyport.Actor) error {
	if roles.Allows(who, roles.ResolveQuestion) == nil {
		return nil
	}
	return roles.Allows(who, roles.ResolveCitizenship)
}

const indicated = "person.citizenship_indicated"

// RecordFacts enters facts under the name of who, and has the doors judge again whatever they had let through. Once there is an indication of
// citizenship nobody can enter it away: it takes ResolveCitizenship.
func (n *Node) RecordFacts(ctx context.Context, who sallyport.Actor, id string, at time.Time, facts []Fact) error {
	e := casework.Event{Kind: casework.Record, Actor: who, At: at}
	return n.step(ctx, id, e, func(tx *store.Tx, s *store.Submission, e *casework.Event) error {
		known, err := n.facts(tx, id)
		if err != nil {
			return err
		}
		before := latest(known)
		for _, f := range facts {
			if before[indicated] == "true" && (f.Path == indicated || f.Path == "person.us_citizen") && f.Value != "true" {
				return &NotNow{fmt.Errorf("%s: there is an indication of citizenship; two people have to resolve it", f.Path)}
			}
		}
		if before[indicated] != "true" {
			e.About = doubt(values(facts))
		}
		return n.enter(tx, s, *e, facts)
	}, n.judgeAgain(at))
}

// doubt says what facts put in doubt that were not known before: the citizenship, where any of them indicates one.
func doubt(latest map[string]string) string {
	if latest[indicated] == "true" {
		return casework.Citizenship
	}
	return ""
}

func values(facts []Fact) map[string]string {
	all := make(map[string]string, len(facts))
	for _, f := range facts {
		all[f.Path] = f.Value
	}
	return all
}

// judgeAgain asks both doors once more about what they had let through, now that a fact is another.
func (n *Node) judgeAgain(at time.Time) func(*store.Tx, *store.Submission) error {
	return func(tx *store.Tx, s *store.Submission) error {
		kind := casework.RequestDoor
		if n.life == &casework.Request {
			kind = casework.BothDoors
		}
		passed := []casework.Stage{casework.Sent, casework.Agreed, casework.Served, casework.ToNotify, casework.ToHold, casework.Held}
		if kind == casework.BothDoors {
			passed = []casework.Stage{casework.ToNotify, casework.ToHold, casework.Held}
		}
		if !slices.Contains(passed, s.State.Stage) {
			return nil
		}
		e := casework.Event{Kind: kind, Actor: n.Software(), At: at, Request: s.State.Request}
		decision, err := n.decide(tx, s, at, nil)
		if err != nil {
			return err
		}
		if kind == casework.RequestDoor {
			decision = only(decision, "federal")
		}
		if err := n.pass(tx, s, &e, decision); err != nil {
			return err
		}
		return n.advance(tx, s, e)
	}
}

// Facts returns every fact entered about a submission, with who entered it and from what. They are for those who enter
// and resolve them: a field officer sees what the form states, and no more. That somebody read them is on the record.
func (n *Node) Facts(ctx context.Context, who sallyport.Actor, id string, at time.Time) (facts []store.Fact, err error) {
	if err := roles.Allows(who, roles.ReadRecord); err != nil {
		return nil, err
	}
	err = n.inTx(ctx, func(tx *store.Tx) error {
		s, err := tx.Submission(id)
		if err != nil {
			return fmt.Errorf("submission %s: %w", id, err)
		}
		if err := n.mayTouch(who, s); err != nil {
			return err
		}
		if facts, err = n.facts(tx, id); err != nil {
			return err
		}
		return n.read(tx, who, s, at, "facts")
	})
	return facts, err
}

// read puts on the record that somebody read what is held about a person.
func (n *Node) read(tx *store.Tx, who sallyport.Actor, s *store.Submission, at time.Time, what string) error {
	return n.record(tx, sallyport.Event{Submission: s.ID, Place: s.Agency, Kind: "read: " + what, Actor: who, At: at})
}

// enter writes facts and checks that together with those known they still make a case.
func (n *Node) enter(tx *store.Tx, s *store.Submission, e casework.Event, facts []Fact) error {
	for _, f := range facts {
		if err := MayEnter(e.Actor, f); err != nil {
			return err
		}
		if err := n.addFact(tx, s.ID, n.own(e, f)); err != nil {
			return err
		}
	}
	return n.makeACase(tx, s, e.At)
}

// own is a fact of this node's own people, which needs nobody to accept it.
func (n *Node) own(e casework.Event, f Fact) store.Fact {
	return store.Fact{Path: f.Path, Value: f.Value, Source: f.Source, By: e.Actor.ID, Office: e.Actor.Office, At: e.At, Accepted: e.Actor.ID}
}

func (n *Node) makeACase(tx *store.Tx, s *store.Submission, at time.Time) error {
	all, err := n.facts(tx, s.ID)
	if err != nil {
		return err
	}
	if _, err = caseFrom(s, all, at); err != nil {
		return &Unfit{err}
	}
	return nil
}
