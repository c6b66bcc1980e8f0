package batch

import (
	"sallyport/law/tree"
)

// kleene writes e out by Kleene's logic: the planes of the cases (or of the offences, in a list's sheet) for which it is true
// and for which it is false. Not costs nothing: it takes the one for the other.
func (w *writer) kleene(e *tree.Expr, sheet int) (yes, no int32) {
	if sheet > 0 && e.Op != tree.OpConst && !reads(e) {
		yes, no = w.kleene(e, 0)
		return w.spread(sheet, yes), w.spread(sheet, no)
	}
	switch e.Op {
	case tree.OpConst:
		if e.Value {
			return w.ones(sheet), w.zero(sheet)
		}
		return w.zero(sheet), w.ones(sheet)
	case tree.OpAnd, tree.OpOr:
		return w.kleeneJoin(e, sheet)
	case tree.OpNot:
		yes, no = w.kleene(e.Args[0], sheet)
		return no, yes
	case tree.OpAtom:
		plane := w.test(e.Atom, sheet)
		return w.input(sheet, plane), w.input(sheet, plane+1)
	case tree.OpQuestion:
		return w.zero(sheet), w.zero(sheet)
	default:
		return w.kleeneCount(e)
	}
}

func (w *writer) kleeneJoin(e *tree.Expr, sheet int) (yes, no int32) {
	all, any := opAnd, opOr
	if e.Op == tree.OpOr {
		all, any = opOr, opAnd
	}
	yeses, noes := make([]int32, len(e.Args)), make([]int32, len(e.Args))
	for i, arg := range e.Args {
		yeses[i], noes[i] = w.kleene(arg, sheet)
	}
	return w.join(all, sheet, yeses), w.join(any, sheet, noes)
}

// kleeneCount compares with e.N the offences that certainly satisfy the body and those that may. In a list that was never
// seen both are nobody knows: its planes are empty, and "false" asks that it was seen.
func (w *writer) kleeneCount(e *tree.Expr) (yes, no int32) {
	sheet := w.dictionary.sheetOf(e)
	known := w.input(0, planeKnown+int32(e.List))
	if e.N <= 0 {
		return known, w.zero(0)
	}
	holds, fails := w.kleene(e.Args[0], sheet)
	most, few := opMost, opFew
	if e.Op == tree.OpDistinct && e.N > 1 { // one key is as much as one offence
		most, few = opKeys, opFewKeys
	}
	if yes = w.zero(0); holds != w.zero(sheet) {
		yes = w.reduce(most, e.N, holds, known)
	}
	return yes, w.reduce(few, e.N, fails, known)
}

// test is the plane of the atom in the sheet.
func (w *writer) test(a *tree.Atom, sheet int) int32 {
	at := place{a, sheet}
	plane, ok := w.tests[at]
	if !ok {
		plane = w.dictionary.sheets[sheet].tests[identity(a)]
		w.tests[at] = plane
	}
	return plane
}

// reads says whether e, in the body of a quantifier, reads the offence.
func reads(e *tree.Expr) bool {
	switch e.Op {
	case tree.OpAtom:
		return readsOffence(e.Atom)
	case tree.OpCount, tree.OpDistinct:
		return false
	}
	for _, arg := range e.Args {
		if reads(arg) {
			return true
		}
	}
	return false
}
