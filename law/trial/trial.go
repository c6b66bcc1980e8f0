// Package trial holds decisions against scenarios: what a scenario file expects, line by line.
package trial

import (
	"fmt"
	"slices"
	"strings"

	"sallyport"
	"sallyport/casefile"
	"sallyport/law"
	"sallyport/law/offence"
)

// Verdict is how a scenario came out.
type Verdict string

const (
	Passed Verdict = "passed"
	Failed Verdict = "failed"
	NoPack Verdict = "no pack" // a law it turns on has no pack in force
)

// Result is one scenario held against its decision.
type Result struct {
	Scenario    *casefile.Scenario
	Decision    sallyport.Decision
	Verdict     Verdict
	Differences []string
}

// Run decides the scenario, with what its statutes settle filled in, and compares.
func Run(book *law.Book, s *casefile.Scenario) Result {
	filled, _ := offence.Fill(&s.Case)
	d := book.Decide(filled)
	r := Result{Scenario: s, Decision: d, Verdict: Passed, Differences: differences(&s.Expect, &d)}
	if len(r.Differences) > 0 {
		r.Verdict = Failed
		if lacksPack(book, s) {
			r.Verdict = NoPack
		}
	}
	return r
}

// differences says what the decision does not give that the scenario expects.
func differences(e *casefile.Expect, d *sallyport.Decision) []string {
	var all []string
	differ := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	if e.Outcome != "" && e.Outcome != d.Outcome {
		differ("outcome: expected %s, got %s", e.Outcome, d.Outcome)
	}
	for place, want := range e.Doors {
		if got := doorOf(d, place); got != want {
			differ("door %s: expected %s, got %s", place, want, got)
		}
	}
	for _, id := range e.Rules {
		if !decided(d, id) {
			differ("rule %s is not among those that decided", id)
		}
	}
	differSet("missing", e.Missing, d.Missing, differ)
	differSet("unsettled", e.Unsettled, d.Unsettled, differ)
	for _, id := range e.Duties {
		if !slices.ContainsFunc(d.Duties, func(duty sallyport.Duty) bool { return duty.ID == id }) {
			differ("duty %s is not listed", id)
		}
	}
	if !e.HoldUntil.IsZero() && (d.Hold == nil || !d.Hold.Until.Equal(e.HoldUntil)) {
		differ("hold until: expected %s, got %s", e.HoldUntil, untilOf(d))
	}
	slices.Sort(all)
	return all
}

func untilOf(d *sallyport.Decision) string {
	if d.Hold == nil {
		return "no hold"
	}
	return d.Hold.Until.String()
}

func differSet(name string, want, got []string, differ func(string, ...any)) {
	if want == nil {
		return
	}
	w, g := slices.Clone(want), slices.Clone(got)
	slices.Sort(w)
	slices.Sort(g)
	if !slices.Equal(w, g) {
		differ("%s: expected [%s], got [%s]", name, strings.Join(w, ", "), strings.Join(g, ", "))
	}
}

// doorOf is the strictest outcome of the packs at a place; a place where nothing speaks is silent.
func doorOf(d *sallyport.Decision, place string) sallyport.Outcome {
	out := sallyport.Silent
	for _, door := range d.Doors {
		if door.Place == place && door.Outcome.Strictness() > out.Strictness() {
			out = door.Outcome
		}
	}
	return out
}

func decided(d *sallyport.Decision, id string) bool {
	for _, door := range d.Doors {
		for _, r := range door.Rules {
			if r.ID == id {
				return true
			}
		}
	}
	return false
}

// lacksPack says whether a door that the scenario is about has no pack in force for it: the federal one (its day is
// uncovered), or a place whose outcome or rule it names.
func lacksPack(book *law.Book, s *casefile.Scenario) bool {
	covered := map[string]bool{}
	for _, p := range book.Covering(&s.Case) {
		covered[p.Place] = true
	}
	if !covered["us"] {
		return true
	}
	for place, want := range s.Expect.Doors {
		if want != sallyport.Silent && !covered[place] {
			return true
		}
	}
	for _, id := range slices.Concat(s.Expect.Rules, s.Expect.Duties, s.Expect.Unsettled) {
		if !knows(book, id) {
			return true
		}
	}
	return false
}

// knows says whether some pack, or the engine, has a rule or question of that id.
func knows(book *law.Book, id string) bool {
	if strings.HasPrefix(id, "us.st") || strings.HasPrefix(id, "us.programme") {
		return true
	}
	for _, p := range book.Packs {
		for _, v := range p.Versions {
			if slices.ContainsFunc(v.Rules, func(r *law.Rule) bool { return r.ID == id }) {
				return true
			}
		}
		if slices.ContainsFunc(p.Questions, func(q law.OpenQuestion) bool { return q.ID == id }) {
			return true
		}
	}
	return false
}
