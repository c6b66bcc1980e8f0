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
	return ranked(l, section{ID: "rules", Title: "Under which rules a door refused", Axis: rulesAxis,
		Says: "Each leads to the text of law that it stands in. One refusal can have several rules. The twelve most frequent are shown."},
		series{Name: "Refusals", Query: mustQuery("kind=" + doorOf(l) + " outcome=refused").With(c.terms()...)}, "rule", m.codes.Rule)
}

// unresolved is what was missing where a door could not tell.
func (m *room) unresolved(l *figures.Log, c choice) section {
	return ranked(l, section{ID: "unresolved", Title: "Why a door could not tell", Axis: openAxis,
		Says: "A door that lacks a fact, or meets a rule whose reading is open, says so instead of guessing. One request can lack several facts. The twelve most frequent are shown."},
		series{Name: "Times", Query: mustQuery("kind=" + doorOf(l) + " outcome=unresolved").With(c.terms()...)}, "unresolved", m.codes.Open)
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
