package sql

import (
	"fmt"
	"slices"
	"strings"

	"sallyport/law"
	"sallyport/law/tree"
)

// scope is where a condition is written: over a row of cases, or over a row of one of the two lists. Nodes of
// the tree that have a column of their own are written by its name.
type scope struct {
	table      string
	names      map[*tree.Expr]string
	counts     map[*tree.Expr]string // the names of counts, which a term may stand for
	taken      map[string]bool       // names of columns in use
	terms      []*law.Term           // terms used here, each after those it uses
	extras     []named               // columns to work out or, for a list, to take from the case, before anything else
	quantifies []*quantifier         // what is asked of the whole list
}

// named is an expression and the column it becomes.
type named struct{ text, name string }

// quantifier is a count over a list, the same for every node that asks the same.
type quantifier struct {
	*tree.Expr
	name, body string
}

func newScope(t *Table) *scope {
	s := &scope{table: t.Name, names: map[*tree.Expr]string{}, counts: map[*tree.Expr]string{}, taken: map[string]bool{}}
	for _, c := range t.Columns {
		s.taken[c.Name] = true
	}
	return s
}

// unique returns name, numbered where it is taken.
func (s *scope) unique(name string) string {
	free := name
	for i := 2; s.taken[free]; i++ {
		free = fmt.Sprintf("%s_%d", name, i)
	}
	s.taken[free] = true
	return free
}

// need makes sure of a column that the tables do not have, or that a list takes from the case.
func (s *scope) need(text, name string) {
	if !s.taken[name] {
		s.taken[name] = true
		s.extras = append(s.extras, named{text, name})
	}
}

// visit names what e uses: terms, and counts over lists, whose bodies are visited in the scope of the list.
func (w *writer) visit(e *tree.Expr, s *scope) {
	if s.names[e] != "" {
		return
	}
	switch e.Op {
	case tree.OpAtom:
		w.visitAtom(e.Atom, s)
	case tree.OpCount, tree.OpDistinct:
		inner := w.lists[e.List]
		w.visit(e.Args[0], inner)
		s.counts[e] = inner.quantify(e)
	default:
		for _, arg := range e.Args {
			w.visit(arg, s)
		}
	}
	if t := w.terms[e]; t != nil {
		s.terms = append(s.terms, t)
		s.names[e] = quoteName(s.unique(t.Name)) // it may be a word of SQL's own
	}
}

// visitAtom takes the columns of the case into a list's rows, and works out the anniversaries.
func (w *writer) visitAtom(a *tree.Atom, s *scope) {
	for i, r := range a.Refs {
		f := r.About()
		if a.Test == tree.TestWithinYears && i == 1 {
			s.need(anniversaryText(f), anniversaryName(f))
		}
		if r.Offence || s == w.cases {
			continue
		}
		for _, c := range columnsOf(f, nil) {
			s.need("", c.Name)
		}
		if none := noneName(f); none != "" {
			s.need("", none)
		}
	}
}

// quantify returns the name of the count e over the list of this scope.
func (s *scope) quantify(e *tree.Expr) string {
	body := s.write(e.Args[0], "    ")
	for _, q := range s.quantifies {
		if q.Op == e.Op && q.N == e.N && q.Key == e.Key && q.body == body {
			return q.name
		}
	}
	q := &quantifier{Expr: e, name: fmt.Sprintf("%s_%d", s.table, len(s.quantifies)+1), body: body}
	s.quantifies = append(s.quantifies, q)
	return q.name
}

// write writes e by its own column or, where it has none, in full.
func (s *scope) write(e *tree.Expr, indent string) string {
	if name := s.names[e]; name != "" {
		return name
	}
	return s.writeOut(e, indent)
}

// writeOut writes e in full; what it uses, by name where it has one.
func (s *scope) writeOut(e *tree.Expr, indent string) string {
	switch e.Op {
	case tree.OpConst:
		return literal(e.Value)
	case tree.OpAnd, tree.OpOr:
		word := "AND"
		if e.Op == tree.OpOr {
			word = "OR"
		}
		return joined(word, s.parts(e, indent+"  "), indent)
	case tree.OpNot:
		return negated(s.write(e.Args[0], indent))
	case tree.OpCount, tree.OpDistinct:
		return s.counts[e]
	case tree.OpQuestion:
		return "CAST(NULL AS BOOLEAN) /* open: " + strings.ReplaceAll(e.Question, "*/", "* /") + " */"
	}
	return atomText(e.Atom)
}

// parts writes what a conjunction or disjunction joins, taking apart those inside it of the same kind.
func (s *scope) parts(e *tree.Expr, indent string) []string {
	var all []string
	for _, arg := range e.Args {
		if arg.Op == e.Op && s.names[arg] == "" {
			all = append(all, s.parts(arg, indent)...)
			continue
		}
		all = append(all, s.write(arg, indent))
	}
	return all
}

// negated puts NOT before a text, in brackets where it is a comparison, or takes it away.
func negated(text string) string {
	if positive, ok := strings.CutPrefix(text, "NOT "); ok {
		return positive
	}
	if strings.HasPrefix(text, "(") || !strings.Contains(text, " ") {
		return "NOT " + text
	}
	return "NOT (" + text + ")"
}

// joined joins the parts by AND or OR, in brackets, on one line where they fit.
func joined(word string, parts []string, indent string) string {
	one := "(" + strings.Join(parts, " "+word+" ") + ")"
	if len(indent)+len(one) <= commentWidth && !strings.Contains(one, "\n") {
		return one
	}
	return "(" + strings.Join(parts, "\n"+indent+"  "+word+" ") + ")"
}

// takesFromCase says whether the list's rows take columns from their case.
func (s *scope) takesFromCase() bool {
	return slices.ContainsFunc(s.extras, func(n named) bool { return n.text == "" })
}
