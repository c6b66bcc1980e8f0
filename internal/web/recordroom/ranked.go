package recordroom

import (
	"slices"

	"sallyport/internal/web/codes"
	"sallyport/record/figures"
)

// mostNamed is how many codes a section has.
const mostNamed = 12

// rules are those under which a door refused.
func (m *room) rules(l *figures.Log, c choice) section {
	return ranked(l, section{tongue: c.tongue, Wide: true, ID: "rules", Title: c.say("Under which rules a door refused"), Axis: c.say("Rule"), Says: c.say("rules")},
		series{Name: c.say("Refusals"), Query: mustQuery("kind=" + doorOf(l) + " outcome=refused").With(c.terms()...)}, "rule", m.codes.Rule)
}

// unresolved is what was missing where a door could not tell.
func (m *room) unresolved(l *figures.Log, c choice) section {
	return ranked(l, section{tongue: c.tongue, Wide: true, ID: "unresolved", Title: c.say("Why a door could not tell"), Axis: c.say("What was missing, or is unsettled"), Says: c.say("unresolved")},
		series{Name: c.say("Times"), Query: mustQuery("kind=" + doorOf(l) + " outcome=unresolved").With(c.terms()...)}, "unresolved", m.codes.Open)
}

// doorOf is the door that a request meets at this node: the federal one for the very request, or the local one.
func doorOf(l *figures.Log) string {
	if l.Settings.Node == "agency" {
		return "local-door"
	}
	return "request-door"
}

// ranked is a section of the values of a key, the most frequent first.
func ranked(l *figures.Log, s section, one series, key string, name func(code string) codes.Named) section {
	type value struct {
		term figures.Term
		cell cell
	}
	var all []value
	for _, code := range l.Values(key, one.Query) {
		term := figures.Term{Key: key, Value: code}
		all = append(all, value{term, cellOf(l.Count(one.Query.With(term)))})
	}
	slices.SortStableFunc(all, func(a, b value) int { return b.cell.Count - a.cell.Count })
	for _, v := range all[:min(len(all), mostNamed)] {
		called := name(v.term.Value)
		s.Ticks = append(s.Ticks, tick{Long: called.Says, Term: v.term, Address: called.Address})
		one.Cells = append(one.Cells, v.cell)
	}
	s.Series = []series{one}
	return s
}
