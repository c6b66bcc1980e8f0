package render

import (
	"slices"

	"sallyport/law/tree"
)

// maxRows is how many rows a table may have before its alternatives become tables of their own.
const maxRows = 8

// row is one way to satisfy a condition: everything it asks.
type row []literal

// rows writes a condition as the ways to satisfy it: a disjunction of conjunctions. Terms, lists and questions are asked
// as a whole; so are alternatives that would make the table long, named as parts.
func (t *tabler) rows(e *tree.Expr, negated bool) []row {
	return simplified(t.expand(e, negated))
}

func (t *tabler) expand(e *tree.Expr, negated bool) []row {
	if _, isTerm := t.terms[e]; isTerm && e != t.root {
		return []row{{{e, negated}}}
	}
	switch {
	case e.Op == tree.OpConst:
		if e.Value == negated {
			return nil
		}
		return []row{{}}
	case e.Op == tree.OpNot:
		return t.expand(e.Args[0], !negated)
	case e.Op == tree.OpOr && !negated, e.Op == tree.OpAnd && negated:
		var all []row
		for _, arg := range e.Args {
			all = append(all, t.expand(arg, negated)...)
		}
		return all
	case e.Op == tree.OpAnd, e.Op == tree.OpOr:
		return t.together(e.Args, negated)
	}
	return []row{{{e, negated}}}
}

// together joins the ways of every argument. Arguments with several ways become parts, the longest first, while the
// table would be too long.
func (t *tabler) together(args []*tree.Expr, negated bool) []row {
	ways := make([][]row, len(args))
	for i, arg := range args {
		ways[i] = simplified(t.expand(arg, negated))
	}
	for product(ways) > maxRows {
		longest := 0
		for i := range ways {
			if len(ways[i]) > len(ways[longest]) {
				longest = i
			}
		}
		part := args[longest]
		ways[longest] = []row{{{part, negated}}}
	}
	all := []row{{}}
	for _, w := range ways {
		var longer []row
		for _, before := range all {
			for _, r := range w {
				longer = append(longer, append(slices.Clone(before), r...))
			}
		}
		all = longer
	}
	return all
}

func product(ways [][]row) int {
	n := 1
	for _, w := range ways {
		n *= len(w)
	}
	return n
}

// simplified drops what a row asks twice, rows that contradict themselves, and rows that ask all that another asks, and
// more.
func simplified(rows []row) []row {
	var all []row
	for _, r := range rows {
		var once row
		for _, l := range r {
			if !slices.Contains(once, l) {
				once = append(once, l)
			}
		}
		if !slices.ContainsFunc(once, func(l literal) bool { return slices.Contains(once, literal{l.e, !l.negated}) }) {
			all = append(all, once)
		}
	}
	var kept []row
	for i, r := range all {
		implied := slices.ContainsFunc(all, func(o row) bool { return len(o) < len(r) && contains(r, o) }) ||
			slices.ContainsFunc(all[:i], func(o row) bool { return len(o) == len(r) && contains(r, o) })
		if !implied {
			kept = append(kept, r)
		}
	}
	return kept
}

func contains(r, all row) bool {
	return !slices.ContainsFunc(all, func(l literal) bool { return !slices.Contains(r, l) })
}
