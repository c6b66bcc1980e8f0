package render

import (
	"slices"
	"strings"

	"sallyport/law/tree"
)

// columnKeys lists the columns of the rows: of one fact all tests together, of anything else each by itself.
func columnKeys(t *tabler, rows []row) []literal {
	var keys []literal
	for _, r := range rows {
		for _, l := range r {
			if !slices.ContainsFunc(keys, func(k literal) bool { return t.sameColumn(k, l) }) {
				keys = append(keys, literal{l.e, false})
			}
		}
	}
	return keys
}

func (t *tabler) sameColumn(a, b literal) bool {
	if a.e == b.e {
		return true
	}
	_, aTerm := t.terms[a.e]
	_, bTerm := t.terms[b.e]
	if aTerm || bTerm || a.e.Op != b.e.Op {
		return false
	}
	switch a.e.Op {
	case tree.OpAtom:
		return a.e.Atom.Refs[0] == b.e.Atom.Refs[0] && (a.e.Atom.Test == tree.TestClock) == (b.e.Atom.Test == tree.TestClock)
	case tree.OpQuestion:
		return a.e.Question == b.e.Question
	}
	return false
}

// cells is one row of the table: for each column all that the way asks of it.
func (t *tabler) cells(r row, keys []literal) []string {
	cells := make([]string, len(keys))
	for i, key := range keys {
		var asked []string
		for _, l := range r {
			if words := t.cell(l); t.sameColumn(key, l) && !slices.Contains(asked, words) {
				asked = append(asked, words)
			}
		}
		cells[i] = together(asked)
	}
	return cells
}

// together joins what a way asks of one fact. That a fact is given goes without saying where a value of it is asked for.
func together(asked []string) string {
	i := slices.Index(asked, "given")
	if i < 0 || len(asked) == 1 {
		return strings.Join(asked, " and ")
	}
	asked = slices.Delete(asked, i, i+1)
	for j := range asked {
		if without, orNone := strings.CutSuffix(asked[j], ", or none"); orNone {
			asked[j] = "given, " + without
		}
	}
	return strings.Join(asked, " and ")
}

// column names a column and makes the tables below that explain it.
func (t *tabler) column(l literal) (column, []block) {
	if term, ok := t.terms[l.e]; ok {
		return column{Text: spaced(term.Name), Code: "term", Anchor: termAnchor(term.Name)}, nil
	}
	switch l.e.Op {
	case tree.OpAtom:
		return atomColumn(l.e.Atom), nil
	case tree.OpQuestion:
		return column{Text: "open question", Code: l.e.Question, Anchor: questionAnchor(l.e.Question)}, nil
	case tree.OpCount, tree.OpDistinct:
		name := t.name()
		b := t.list(l.e, "")
		b.Name = name
		if len(b.Columns)+len(b.Common) == 0 {
			return column{Text: "any " + l.e.List.String()}, nil
		}
		b.Lead = "A " + strings.TrimSuffix(l.e.List.String(), "s") + " of which " + b.ways()
		return column{Text: l.e.List.String() + " as in " + name}, []block{b}
	}
	name := t.name()
	b := t.part(l.e)
	b.Name = name
	return column{Text: "one row of " + name}, []block{b}
}

// part is the table of an alternative that stands by itself.
func (t *tabler) part(e *tree.Expr) block {
	outer := t.root
	t.root = e
	b := t.table(e, "")
	t.root = outer
	return b
}

// name gives out A, B, C.
func (t *tabler) name() string {
	t.names++
	return string(rune('A' + (t.names-1)%26))
}

func atomColumn(a *tree.Atom) column {
	if a.Test == tree.TestClock {
		return column{Text: "the hold clock"}
	}
	f := a.Refs[0].About()
	return column{Text: f.Says, Code: f.Path}
}

func termAnchor(name string) string   { return "term-" + name }
func questionAnchor(id string) string { return "question-" + id }
