package sql

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

// group is a clause that is more than one rule's condition: several grounds, one of which must be shown, or a demand
// that is not made everywhere.
type group struct {
	name, text string
	closers    []*law.Rule
}

// groupStep writes a column for every group, so that the outcome reads as a list of demands.
func (w *writer) groupStep(b *strings.Builder, from string) string {
	for _, action := range w.actions() {
		for i := range w.v.Plan(action).Clauses {
			w.addGroup(&w.v.Plan(action).Clauses[i])
		}
	}
	if len(w.groups) == 0 {
		return from
	}
	step(b, "grounds")
	b.WriteString(from + ".*")
	for _, g := range w.groups {
		b.WriteString(",\n")
		for _, r := range g.closers {
			if r.When == nil {
				b.WriteString(ruleComment(r))
			}
		}
		fmt.Fprintf(b, "    %s AS %s", g.text, g.name)
	}
	fmt.Fprintf(b, "\n  FROM %s\n)", from)
	return "grounds"
}

func (w *writer) addGroup(c *law.Clause) {
	text := w.clauseText(c, "    ")
	if len(c.Grounds) == 1 && !strings.HasPrefix(text, "(") {
		return
	}
	for _, g := range w.groups {
		if g.text == text {
			return
		}
	}
	first := slices.Concat(c.Closers, c.Grounds)[0]
	name := "met_" + first.ID
	if first.Group != "" {
		name = "shown_" + first.Group
	}
	w.groups = append(w.groups, group{w.cases.unique(plainWord(name)), text, c.Closers})
}

// clauseText writes a clause over the columns of its rules.
func (w *writer) clauseText(c *law.Clause, indent string) string {
	s := *w.cases
	s.names = maps.Clone(s.names)
	for _, r := range c.Grounds {
		if r.Kind == law.Runs {
			s.names[c.Expr] = w.columns[r]
		} else {
			s.names[r.When] = w.columns[r]
		}
	}
	return s.write(c.Expr, indent)
}

// demand is the clause as the outcome reads it: by its group's name or, where it has one ground, by the rule's.
func (w *writer) demand(c *law.Clause) string {
	text := w.clauseText(c, "    ")
	for _, g := range w.groups {
		if g.text == text {
			return g.name
		}
	}
	return text
}

// outcomeSteps writes whether every demand on each case's own action is met, and what that comes to.
func (w *writer) outcomeSteps(b *strings.Builder, from string) string {
	if len(w.actions()) == 0 {
		return from
	}
	step(b, "demands")
	fmt.Fprintf(b, "%s.*,\n    CASE request_action\n", from)
	for _, action := range w.actions() {
		fmt.Fprintf(b, "      WHEN %s THEN %s\n", quote(action), w.demands(action))
	}
	fmt.Fprintf(b, "    END AS met\n  FROM %s\n)", from)
	step(b, "outcomes")
	fmt.Fprintf(b, "demands.*,\n    %s AS outcome\n  FROM demands\n)", w.outcome())
	return "outcomes"
}

// outcome reads the outcome off met, which is not known where the action is not. What a text demands of a custodian whose kind is not known is moot if it turns
// out not to bind it.
func (w *writer) outcome() string {
	bound, unbound := "", ""
	if w.v.Binds != law.AllKinds {
		kinds := "(" + in("agency_kind", chosen(&sallyport.CaseFacts[tree.FactAgencyKind], w.v.Binds)) + ")"
		unbound = "      WHEN NOT " + kinds + " THEN 'silent' -- it does not bind this custodian\n"
		bound = " AND " + kinds
	}
	return "CASE\n" + unbound +
		"      WHEN NOT (" + in("request_action", w.actions()) + ") THEN 'silent' -- it does not speak to this action\n" +
		"      WHEN met THEN 'permitted'\n" +
		"      WHEN NOT met" + bound + " THEN 'refused'\n" +
		"      ELSE 'unresolved'\n    END"
}

// demands joins every clause of the action's plan.
func (w *writer) demands(action string) string {
	var parts []string
	for i := range w.v.Plan(action).Clauses {
		parts = append(parts, w.demand(&w.v.Plan(action).Clauses[i]))
	}
	return joined("AND", parts, "        ")
}

// result writes the columns of the view.
func (w *writer) result(b *strings.Builder, from string) {
	b.WriteString("\nSELECT\n  id,\n  request_action AS action,\n  ")
	if len(w.actions()) == 0 {
		b.WriteString("'silent' AS outcome,\n  CAST(NULL AS TEXT) AS refused_by")
	} else {
		b.WriteString("outcome,\n")
		w.refusedBy(b)
	}
	for _, r := range w.rules {
		if r.name != "" {
			b.WriteString(",\n  " + r.name)
		}
	}
	b.WriteString("\nFROM " + from)
}

// refusedBy writes the ids of the rules that refuse, one after the other; NULL where the case is not refused.
func (w *writer) refusedBy(b *strings.Builder) {
	b.WriteString("  CASE WHEN outcome = 'refused' THEN CASE request_action\n")
	for _, action := range w.actions() {
		fmt.Fprintf(b, "    WHEN %s THEN LTRIM(%s)\n", quote(action), strings.Join(w.refusing(action), "\n      || "))
	}
	b.WriteString("  END END AS refused_by")
}

// refusing names the closers of every clause that is not met: those without a condition, and those whose condition
// holds.
func (w *writer) refusing(action string) []string {
	var all []string
	for i := range w.v.Plan(action).Clauses {
		c := &w.v.Plan(action).Clauses[i]
		not := negated(w.demand(c))
		for _, r := range c.Closers {
			when := not
			if r.Kind == law.Closes && r.When != nil {
				when += " AND " + w.columns[r]
			}
			all = append(all, fmt.Sprintf("CASE WHEN %s THEN %s ELSE '' END", when, quote(" "+r.ID)))
		}
	}
	return all
}
