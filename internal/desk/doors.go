package desk

import (
	"slices"
	"strings"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
	"sallyport/law"
	"sallyport/law/offence"
)

// servedAt is the fact that a hold waits for.
const servedAt = "request.served_at"

// notice is the least that may be asked: whoever may not be asked about on this form may not be asked about at all.
var notice = []Fact{
	{Path: "request.action", Value: `"notify"`}, {Path: "request.form", Value: `"I-247N"`},
	{Path: "request.purpose", Value: `"civil_immigration"`}, {Path: "request.lent_by_dhs", Value: "false"},
}

// holdUnder is the request of an earlier programme: its one form, which asked for a hold, with everything served and
// claimed that it could want.
func holdUnder(program string, at time.Time) []Fact {
	return append(slices.Clone(notice),
		Fact{Path: "program", Value: `"` + program + `"`}, Fact{Path: "request.action", Value: `"hold"`},
		Fact{Path: "request.form", Value: `"I-247"`}, Fact{Path: servedAt, Value: quoteTime(at)},
		Fact{Path: "request.probable_cause", Value: `["biometric"]`}, Fact{Path: "request.warrant", Value: `"none"`},
		Fact{Path: "request.court_order", Value: "false"})
}

// decide applies the law to the facts entered, with some put in their place for this decision only.
func (n *Node) decide(tx *store.Tx, s *store.Submission, at time.Time, instead []Fact) (sallyport.Decision, error) {
	if n.life == &casework.Request {
		if err := n.followPolicy(tx, s, at); err != nil {
			return sallyport.Decision{}, err
		}
	}
	facts, err := n.facts(tx, s.ID)
	if err != nil {
		return sallyport.Decision{}, err
	}
	facts = accepted(facts)
	for _, f := range instead {
		facts = append(facts, store.Fact{Path: f.Path, Value: f.Value})
	}
	c, err := caseFrom(s, facts, at)
	if err != nil {
		return sallyport.Decision{}, err
	}
	filled, _ := offence.Fill(c) // what a clerk entered stands, whatever the tables say
	return n.Law.Decide(filled), nil
}

// accepted are the facts that count: a claim of the other node's counts once a named person here has accepted it, and at once where it can only stop
// something.
func accepted(facts []store.Fact) []store.Fact {
	return slices.DeleteFunc(slices.Clone(facts), func(f store.Fact) bool {
		stops := f.Path == indicated && f.Value == "true"
		return f.Accepted == "" && !stops
	})
}

// pass keeps the decision and tells the step what it came to.
func (n *Node) pass(tx *store.Tx, s *store.Submission, e *casework.Event, decision sallyport.Decision) error {
	e.Outcome, e.Rules = decision.Outcome, ruleIDs(decision)
	e.Packs, e.Engine, e.Unresolved = n.packsOf(decision), law.Engine, unresolved(decision)
	e.OnlyCopy = len(decision.Unsettled) == 0 && slices.Equal(decision.Missing, []string{servedAt})
	if decision.Hold != nil {
		e.HoldUntil = decision.Hold.Until
	}
	return tx.AddDecision(s.ID, string(e.Kind), decision)
}

// only is the part of a decision that one of the doors made. A door without a law to speak for it is silent.
func only(decision sallyport.Decision, door string) sallyport.Decision {
	part := decision
	part.Outcome, part.Doors, part.Missing, part.Unsettled, part.Hold = sallyport.Silent, nil, nil, nil, nil
	for _, d := range decision.Doors {
		if d.Door != door {
			continue
		}
		part.Doors = append(part.Doors, d)
		if d.Outcome.Strictness() > part.Outcome.Strictness() {
			part.Outcome = d.Outcome
		}
		part.Missing, part.Unsettled = append(part.Missing, d.Missing...), append(part.Unsettled, d.Unsettled...)
	}
	part.Missing, part.Unsettled = slices.Compact(slices.Sorted(slices.Values(part.Missing))), slices.Compact(slices.Sorted(slices.Values(part.Unsettled)))
	return part
}

// decided is what a rule did that made an outcome what it is.
var decided = map[sallyport.Outcome]sallyport.Effect{
	sallyport.Refused: sallyport.Refuses, sallyport.Unresolved: sallyport.Unresolves, sallyport.Permitted: sallyport.Permits,
}

// ruleIDs are the rules that decided, each once: of a refusal those that refuse, and none of those that were met beside it.
func ruleIDs(decision sallyport.Decision) []string {
	var ids []string
	for _, door := range decision.Doors {
		for _, rule := range door.Rules {
			if rule.Effect == decided[decision.Outcome] && !slices.Contains(ids, rule.ID) {
				ids = append(ids, rule.ID)
			}
		}
	}
	return ids
}

// packsOf are the versions that decided, as the record names them. An agency's own policy has none.
func (n *Node) packsOf(decision sallyport.Decision) (all []string) {
	for _, door := range decision.Doors {
		if name := n.packs[door.Pack+"@"+door.Version]; name != "" && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

// unresolved is what was missing, and the rules whose reading is open. A fact of an offence is named without saying of which.
func unresolved(decision sallyport.Decision) []string {
	var all []string
	for _, path := range decision.Missing {
		all = append(all, withoutIndex(path))
	}
	all = append(all, decision.Unsettled...)
	slices.Sort(all)
	return slices.Compact(all)
}

// withoutIndex is convictions[].grade for convictions[2].grade.
func withoutIndex(path string) string {
	list, rest, found := strings.Cut(path, "[")
	if !found {
		return path
	}
	_, rest, _ = strings.Cut(rest, "]")
	return list + "[]" + rest
}
