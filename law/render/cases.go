package render

import (
	"slices"
	"strings"

	"sallyport"
	"sallyport/casefile"
	"sallyport/law"
	"sallyport/law/trial"
)

// caseView is a case of the pack's own, as a sentence with what it comes to.
type caseView struct {
	Name    string
	Says    string
	Outcome sallyport.Outcome
	Rules   []string // that decided it
	Why     []string
	Missing []string
	Open    []string // questions
}

// caseGroup is the cases that a rule decides first.
type caseGroup struct {
	Rule  string
	Cases []caseView
}

// groupCases tells every case under the rule that it is about: the first that it expects of this pack or, without one,
// that decided. Groups are in the order of the rules.
func groupCases(book *law.Book, p *law.Pack, cases []casefile.Scenario) []caseGroup {
	byRule := map[string][]caseView{}
	for i := range cases {
		rule, view := viewCase(book, p, &cases[i])
		byRule[rule] = append(byRule[rule], view)
	}
	var groups []caseGroup
	for _, id := range append(ruleIDs(p), "") {
		if views := byRule[id]; views != nil {
			groups = append(groups, caseGroup{id, views})
		}
	}
	return groups
}

// ruleIDs lists the ids of the pack's rules, each once, in order.
func ruleIDs(p *law.Pack) []string {
	var all []string
	for _, v := range p.Versions {
		for _, r := range v.Rules {
			if !slices.Contains(all, r.ID) {
				all = append(all, r.ID)
			}
		}
	}
	return all
}

func viewCase(book *law.Book, p *law.Pack, s *casefile.Scenario) (rule string, view caseView) {
	d := trial.Run(book, s).Decision
	view = caseView{Name: s.Name, Says: sentence(&s.Case), Outcome: sallyport.Silent}
	known := ruleIDs(p)
	for _, id := range slices.Concat(s.Expect.Rules, s.Expect.Duties) {
		if rule == "" && slices.Contains(known, id) {
			rule = id
		}
	}
	for i := range d.Doors {
		if door := &d.Doors[i]; door.Pack == p.ID {
			view.tell(door)
		}
	}
	if rule == "" && len(view.Rules) > 0 && slices.Contains(known, view.Rules[0]) {
		rule = view.Rules[0]
	}
	return rule, view
}

// tell adds what the pack's door came to.
func (c *caseView) tell(door *sallyport.Door) {
	c.Outcome, c.Missing, c.Open = door.Outcome, door.Missing, door.Unsettled
	for _, r := range door.Rules {
		if decisive(door.Outcome, r.Effect) && !slices.Contains(c.Rules, r.ID) {
			c.Rules = append(c.Rules, r.ID)
			c.Why = append(c.Why, why(r)...)
		}
	}
	slices.Sort(c.Why)
	c.Why = slices.Compact(c.Why)
}

// decisive says whether a rule of that effect is among those that made the outcome what it is.
func decisive(o sallyport.Outcome, e sallyport.Effect) bool {
	switch o {
	case sallyport.Refused:
		return e == sallyport.Refuses
	case sallyport.Permitted:
		return e == sallyport.Permits
	}
	return e == sallyport.Unresolves
}

// why lists the facts of the case itself that a rule rested on; those of offences stand in the sentence.
func why(r sallyport.AppliedRule) []string {
	var all []string
	for _, line := range r.Because {
		if strings.HasPrefix(line, "convictions") || strings.HasPrefix(line, "charges") ||
			strings.HasPrefix(line, "reading: ") || strings.HasPrefix(line, "open question") || strings.HasPrefix(line, "request.form") || strings.HasSuffix(line, "unknown") {
			continue
		}
		all = append(all, because(line))
	}
	return all
}
