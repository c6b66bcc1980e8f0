package batch

import (
	"sallyport/law/tree"
)

// plain writes e out in two-valued logic, with everything unknown as the completion has it: where the truth of a test is
// unknown it is the completion's, so that its plane is the one of "true" or all but the one of "false". What it writes of cases
// that are not there, or of offences, nobody reads.
func (w *writer) plain(e *tree.Expr, positive bool, sheet int, list tree.List, u *unknowns, c completion) int32 {
	if sheet > 0 && e.Op != tree.OpConst && !reads(e) {
		return w.spread(sheet, w.plain(e, positive, 0, list, u, c))
	}
	switch e.Op {
	case tree.OpConst:
		if e.Value == positive {
			return w.ones(sheet)
		}
		return w.zero(sheet)
	case tree.OpNot:
		return w.plain(e.Args[0], !positive, sheet, list, u, c)
	case tree.OpAnd, tree.OpOr:
		o := opAnd
		if (e.Op == tree.OpAnd) != positive {
			o = opOr
		}
		args := make([]int32, len(e.Args))
		for i, arg := range e.Args {
			args[i] = w.plain(arg, positive, sheet, list, u, c)
		}
		return w.join(o, sheet, args)
	case tree.OpAtom:
		return w.plainAtom(e, positive, sheet, list, u, c)
	case tree.OpQuestion:
		if c[u.nodes[node{e, list}]] == positive {
			return w.ones(sheet)
		}
		return w.zero(sheet)
	default:
		return w.plainCount(e, positive, list, u, c)
	}
}

func (w *writer) plainAtom(e *tree.Expr, positive bool, sheet int, list tree.List, u *unknowns, c completion) int32 {
	a := e.Atom
	plane := w.test(a, sheet)
	yes, no := w.input(sheet, plane), w.input(sheet, plane+1)
	if !positive {
		yes, no = no, yes
	}
	if certain(a) || c[u.nodes[node{e, list}]] != positive {
		return yes
	}
	return w.not(sheet, no)
}

// plainCount counts in the lists that were seen; in the others the completion has the answer.
func (w *writer) plainCount(e *tree.Expr, positive bool, list tree.List, u *unknowns, c completion) int32 {
	sheet, known := w.dictionary.sheetOf(e), w.input(0, planeKnown+int32(e.List))
	truth := c[u.nodes[node{e, list}]]
	reached := known
	if e.N > 0 {
		o := opMost
		if e.Op == tree.OpDistinct && e.N > 1 {
			o = opFreshKeys // every unknown key is one of its own
		}
		reached = w.reduce(o, e.N, w.plain(e.Args[0], true, sheet, e.List, u, c), known)
	}
	switch {
	case positive && truth:
		return w.join(opOr, 0, []int32{reached, w.not(0, known)})
	case positive:
		return reached
	case truth:
		return w.join(opAnd, 0, []int32{w.not(0, reached), known})
	}
	return w.not(0, reached)
}

// trials is code that tries completions out: the planes of the cases that some permit, and that all permit.
type trials struct {
	code
	some, all int32
}

// tries writes out the condition under each completion.
func (d *Dictionary) tries(e *tree.Expr, u *unknowns, completions []completion) trials {
	w := newWriter(d)
	roots := make([]int32, len(completions))
	for i, c := range completions {
		roots[i] = w.plain(e, true, 0, 0, u, c)
	}
	t := trials{some: w.join(opOr, 0, roots), all: w.join(opAnd, 0, roots)}
	t.code = w.finish(t.some, t.all)
	return t
}
