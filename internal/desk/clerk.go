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
)

// Fact is one fact as a person enters it: its path in a case, its value as JSON, and the record it was read from.
type Fact struct {
	Path, Value, Source string
}

// enters says whose business each kind of fact is, by the start of its path.
var enters = []struct {
	path  string
	roles []sallyport.Role
}{
	{"convictions", []sallyport.Role{sallyport.Clerk}},
	{"charges", []sallyport.Role{sallyport.Clerk, sallyport.JailOfficer}},
	{"person.", []sallyport.Role{sallyport.Clerk, sallyport.Counsel, sallyport.JailOfficer}},
	{"officer.risk_finding", []sallyport.Role{sallyport.JailOfficer}},
	{"officer.rehabilitation_review", []sallyport.Role{sallyport.JailOfficer}},
	{"officer.", []sallyport.Role{sallyport.Clerk, sallyport.Counsel}},
	{"agency_kind", []sallyport.Role{sallyport.JailOfficer}},
	{"agreement.", []sallyport.Role{sallyport.JailOfficer}},
	{"local_policy.", []sallyport.Role{sallyport.JailOfficer}},
	{"release.", []sallyport.Role{sallyport.JailOfficer}},
	{"request.", []sallyport.Role{sallyport.Officer}},
}

// mayEnter checks that who may enter f, and that it says where it comes from.
func mayEnter(who sallyport.Actor, f Fact) error {
	if strings.TrimSpace(f.Source) == "" {
		return fmt.Errorf("%s: without a source; name the record it was read from", f.Path)
	}
	for _, e := range enters {
		if !strings.HasPrefix(f.Path, e.path) {
			continue
		}
		if !slices.Contains(e.roles, who.Role) {
			return fmt.Errorf("%s: a %s does not enter this; it takes a %s", f.Path, who.Role, e.roles[0])
		}
		return nil
	}
	return fmt.Errorf("%s: nobody enters this; see the contract's table of facts", f.Path)
}

// RecordFacts enters facts under the name of who. Once there is an indication of citizenship nobody can enter it away:
// it takes ResolveCitizenship.
func (d *Desk) RecordFacts(ctx context.Context, who sallyport.Actor, id string, at time.Time, facts []Fact) error {
	e := casework.Event{Kind: casework.Record, Actor: who, At: at}
	return d.step(ctx, id, e, func(tx *store.Tx, s *store.Submission, e *casework.Event) error {
		known, err := tx.Facts(id)
		if err != nil {
			return err
		}
		indicated := latest(known)["person.citizenship_indicated"] == "true"
		for _, f := range facts {
			if indicated && (f.Path == "person.citizenship_indicated" || f.Path == "person.us_citizen") && f.Value != "true" {
				return fmt.Errorf("%s: there is an indication of citizenship; two people have to resolve it", f.Path)
			}
		}
		return d.enter(tx, s, *e, facts)
	})
}

// Facts returns every fact entered about a submission, with who entered it and from what. They are for those who enter
// and resolve them: a field officer sees what the form states, and no more.
func (d *Desk) Facts(ctx context.Context, who sallyport.Actor, id string) (facts []store.Fact, err error) {
	if !slices.Contains([]sallyport.Role{sallyport.Clerk, sallyport.Counsel, sallyport.JailOfficer}, who.Role) {
		return nil, fmt.Errorf("facts: not for a %s", who.Role)
	}
	err = d.Store.View(ctx, func(tx *store.Tx) error {
		s, err := tx.Submission(id)
		if err != nil {
			return fmt.Errorf("submission %s: %w", id, err)
		}
		if err := d.mayTouch(who, s); err != nil {
			return err
		}
		facts, err = tx.Facts(id)
		return err
	})
	return facts, err
}

// enter writes facts and checks that together with those known they still make a case.
func (d *Desk) enter(tx *store.Tx, s *store.Submission, e casework.Event, facts []Fact) error {
	for _, f := range facts {
		if err := mayEnter(e.Actor, f); err != nil {
			return err
		}
		row := store.Fact{Path: f.Path, Value: f.Value, Source: f.Source, By: e.Actor.ID, Office: e.Actor.Office, At: e.At}
		if err := tx.AddFact(s.ID, &row); err != nil {
			return err
		}
	}
	_, err := caseOf(tx, s, e.At)
	return err
}

// ResolveCitizenship takes one named person's finding on recorded evidence. The second person who finds the same
// settles it; they may not be the same, and neither may be a field officer.
func (d *Desk) ResolveCitizenship(ctx context.Context, who sallyport.Actor, id string, at time.Time, citizen bool, evidence string) error {
	e := casework.Event{Kind: casework.Resolve, Actor: who, At: at, Citizen: citizen}
	return d.step(ctx, id, e, func(tx *store.Tx, s *store.Submission, e *casework.Event) error {
		known, err := tx.Facts(id)
		if err != nil {
			return err
		}
		if latest(known)["person.citizenship_indicated"] != "true" {
			return fmt.Errorf("there is no indication of citizenship to resolve")
		}
		next, _, err := casework.Step(s.State, *e)
		if err != nil || next.Stage == casework.Unresolved {
			return err
		}
		return d.enter(tx, s, *e, []Fact{
			{"person.us_citizen", fmt.Sprint(citizen), evidence},
			{"person.citizenship_indicated", "false", evidence},
		})
	})
}
