package sql

import (
	"fmt"
	"slices"
	"strings"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

// Query is the law of one version, over the tables.
type Query struct {
	Name string // of the view that View declares
	// Text is a SELECT: for each case its id, action, outcome and refused_by, and a column for each of Rules.
	Text  string
	Rules []RuleColumn
	about string
}

// RuleColumn is the column that says whether a rule's condition holds: TRUE, FALSE, or NULL where that is not known.
type RuleColumn struct {
	Name string
	Rule *law.Rule
}

// writer collects what the query of one version needs.
type writer struct {
	v       *law.Version
	terms   map[*tree.Expr]*law.Term
	cases   *scope
	lists   [2]*scope // by tree.List
	rules   []rule
	columns map[*law.Rule]string
	groups  []group
}

// rule is a rule that some action's plan reads, with its condition.
type rule struct {
	*law.Rule
	name string // of its column, quoted; "" where it has no condition
	when *tree.Expr
}

// NewQuery writes the query of a version, for the four actions at once: each case is asked about its own.
func NewQuery(v *law.Version) *Query {
	tables := NewTables(nil)
	w := &writer{
		v: v, terms: map[*tree.Expr]*law.Term{}, columns: map[*law.Rule]string{},
		cases: newScope(&tables.Cases), lists: [2]*scope{newScope(&tables.Convictions), newScope(&tables.Charges)},
	}
	w.name(v)
	for _, text := range v.Also {
		w.name(text)
	}
	w.collect()
	q := &Query{Name: viewName(v), Text: w.text(), about: w.about()}
	for _, r := range w.rules {
		if r.name != "" {
			q.Rules = append(q.Rules, RuleColumn{strings.ReplaceAll(strings.Trim(r.name, `"`), `""`, `"`), r.Rule})
		}
	}
	return q
}

// View declares the query under its name.
func (q *Query) View() string {
	return q.about + "CREATE VIEW " + q.Name + " AS\n" + q.Text + ";\n"
}

// name makes the terms of a text's pack known.
func (w *writer) name(v *law.Version) {
	for i := range v.Pack.Terms {
		t := &v.Pack.Terms[i]
		if w.terms[t.Expr] == nil {
			w.terms[t.Expr] = t
		}
	}
}

// collect visits the rules of every action the text speaks to.
func (w *writer) collect() {
	for _, action := range w.actions() {
		for _, c := range w.v.Plan(action).Clauses {
			for _, r := range slices.Concat(c.Grounds, c.Closers) {
				w.add(r, c.Expr)
			}
			w.visit(c.Expr, w.cases)
		}
	}
	for _, r := range w.rules {
		if r.when != nil {
			w.visit(r.when, w.cases)
		}
	}
}

// add gives a rule its column. The clock's condition is its clause.
func (w *writer) add(r *law.Rule, clause *tree.Expr) {
	if _, ok := w.columns[r]; ok {
		return
	}
	added := rule{Rule: r, when: r.When}
	if r.Kind == law.Runs {
		added.when = clause
	}
	if added.when != nil {
		added.name = quoteName(w.numbered(r.ID))
	}
	w.columns[r] = added.name
	w.rules = append(w.rules, added)
}

// numbered keeps apart the rules that share an id: us.form, us.form#2.
func (w *writer) numbered(id string) string {
	n := 1
	for _, r := range w.rules {
		if r.ID == id && r.name != "" {
			n++
		}
	}
	if n == 1 {
		return id
	}
	return fmt.Sprintf("%s#%d", id, n)
}

// actions are those the text speaks to.
func (w *writer) actions() []string {
	var all []string
	for _, action := range sallyport.CaseFacts[tree.FactAction].Values {
		if w.v.Plan(action).Speaks {
			all = append(all, action)
		}
	}
	return all
}

// viewName is the pack and the first day as one word.
func viewName(v *law.Version) string { return plainWord(v.Pack.ID + "_" + v.From) }

// plainWord makes a name that needs no quotes.
func plainWord(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, strings.ToLower(s))
}

// about says which text this is and how to read the view.
func (w *writer) about() string {
	first, last := w.v.Days()
	until := "still in force"
	if w.v.Until != "" {
		until = "to " + w.v.Until
	}
	var b strings.Builder
	b.WriteString(comment("", fmt.Sprintf("%s, the text of %s, %s: %s.", w.v.Pack.ID, w.v.From, until, w.v.Instrument)))
	b.WriteString(comment("", fmt.Sprintf("It answers every case, whatever its day and place; those of its own days have at_day BETWEEN %d AND %d.",
		dayNumber(first), dayNumber(last))))
	b.WriteString(comment("", "NULL is not known: outcome is unresolved where the conditions come to NULL."))
	return b.String()
}
