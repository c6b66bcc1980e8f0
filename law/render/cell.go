package render

import (
	"fmt"
	"math/bits"
	"strings"

	"sallyport"
	"sallyport/law/tree"
)

// literal is one thing that a row of a table asks: an atom, a term, a question, a list or a part of the table, or that
// it is not so.
type literal struct {
	e       *tree.Expr
	negated bool
}

// cell says what the literal asks of its column's fact, in words.
func (t *tabler) cell(l literal) string {
	if _, ok := t.terms[l.e]; ok {
		return yesNo(!l.negated)
	}
	switch l.e.Op {
	case tree.OpAtom:
		return atomCell(l.e.Atom, l.negated)
	case tree.OpQuestion:
		return t.reading(l.e.Question, !l.negated)
	case tree.OpCount, tree.OpDistinct:
		return countCell(l.e, l.negated)
	}
	return yesNo(!l.negated)
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// reading is the answer to an open question in the words of its pack.
func (t *tabler) reading(id string, yes bool) string {
	for _, q := range t.pack.Questions {
		if q.ID == id && len(q.Readings) == 2 {
			return "if settled: " + q.Readings[map[bool]int{true: 0, false: 1}[yes]]
		}
	}
	return "if settled: " + yesNo(yes)
}

func countCell(e *tree.Expr, negated bool) string {
	switch {
	case negated && e.N == 1:
		return "none"
	case negated && e.Op == tree.OpDistinct:
		return fmt.Sprintf("from fewer than %d different %ss", e.N, spaced(sallyport.OffenceFacts[e.Key].Path))
	case negated:
		return fmt.Sprintf("fewer than %d", e.N)
	case e.N == 1:
		return "at least one"
	case e.Op == tree.OpDistinct:
		return fmt.Sprintf("from at least %d different %ss", e.N, spaced(sallyport.OffenceFacts[e.Key].Path))
	}
	return fmt.Sprintf("at least %d", e.N)
}

// atomCell says what an atom, or its opposite, asks. A test of a fact that is none fails, so that its opposite is met.
func atomCell(a *tree.Atom, negated bool) string {
	f := a.Refs[0].About()
	words := atomWords(a, f, negated)
	if negated && f.None && a.Test != tree.TestNone {
		words += ", or none"
	}
	return words
}

func atomWords(a *tree.Atom, f *sallyport.Fact, negated bool) string {
	pick := func(holds, fails string) string {
		if negated {
			return fails
		}
		return holds
	}
	switch a.Test {
	case tree.TestTrue:
		return yesNo(!negated)
	case tree.TestIn:
		return maskWords(f, a.Mask, negated)
	case tree.TestHas:
		return setWords(f, a.Mask, negated)
	case tree.TestNone:
		return pick("none", "given")
	case tree.TestAtLeast:
		return fmt.Sprintf(pick("%d or more", "under %d"), a.N)
	case tree.TestText:
		return pick("", "not ") + "“" + strings.Join(a.Texts, "” or “") + "”"
	case tree.TestSameText:
		return pick("the same as ", "other than ") + nameOf(a.Refs[1])
	case tree.TestNotBefore:
		return pick("on or after ", "before ") + day(sallyport.DayTime(a.N))
	case tree.TestWithinYears:
		return fmt.Sprintf(pick("less than %d years before %s", "%d years or more before %s"), a.N, nameOf(a.Refs[1]))
	case tree.TestAged:
		if a.N == 0 {
			return pick("on or before ", "after ") + nameOf(a.Refs[1])
		}
		return fmt.Sprintf(pick("%d years or more before %s", "less than %d years before %s"), a.N, nameOf(a.Refs[1]))
	}
	return pick("has not run out", "has run out")
}

// maskWords lists the values allowed or, where they are fewer, those that are not.
func maskWords(f *sallyport.Fact, mask uint64, negated bool) string {
	all := uint64(1)<<len(f.Values) - 1
	if negated {
		mask = all &^ mask
	}
	if rest := all &^ mask; bits.OnesCount64(rest) < bits.OnesCount64(mask) && bits.OnesCount64(rest) <= 3 {
		return "not " + either(valueNames(f, rest))
	}
	return either(valueNames(f, mask))
}

func setWords(f *sallyport.Fact, mask uint64, negated bool) string {
	whole := mask == uint64(1)<<len(f.Values)-1
	switch {
	case whole && negated:
		return "none of them"
	case whole:
		return "at least one"
	case negated:
		return "without " + either(valueNames(f, mask))
	}
	return "with " + either(valueNames(f, mask))
}

func valueNames(f *sallyport.Fact, mask uint64) []string {
	var names []string
	for i, name := range f.Values {
		if mask&(1<<i) != 0 {
			names = append(names, spaced(name))
		}
	}
	return names
}

// short are names for the facts that others are held against.
var short = map[string]string{
	"at": "the request", "request.received_at": "the receipt of the request", "release.eligible_at": "the end of custody",
	"state": "the state of the custodian", "agency": "the place of the custodian",
}

func nameOf(r tree.Ref) string {
	f := r.About()
	if name, ok := short[f.Path]; ok {
		return name
	}
	return f.Says
}
