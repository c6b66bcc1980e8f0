package finite

import (
	"fmt"

	"sallyport/law/tree"
)

// MaxOffences is the most offences per list that a proof looks at. A condition that needs more is not proved.
const MaxOffences = 12

// CountedOffences is the most offences per list of the cases that are counted.
const CountedOffences = 3

// bound is how many offences of the list are enough: if any case meets e, one with at most that many does. See the
// package's small-model argument.
func bound(e *tree.Expr, list tree.List) (int, error) {
	b := bounder{list, map[signed]int{}}
	n := b.of(e, true)
	if n > MaxOffences {
		return 0, fmt.Errorf("up to %d %s can matter at once, and proofs look at %d; lower the counts or split the rule", n, list, MaxOffences)
	}
	return n, nil
}

type bounder struct {
	list tree.List
	memo map[signed]int
}

// signed is a condition or its negation.
type signed struct {
	e        *tree.Expr
	positive bool
}

// of walks the negation normal Formula of e, or of its negation.
func (b *bounder) of(e *tree.Expr, positive bool) int {
	key := signed{e, positive}
	if n, ok := b.memo[key]; ok {
		return n
	}
	n := 0
	switch e.Op {
	case tree.OpNot:
		n = b.of(e.Args[0], !positive)
	case tree.OpAnd, tree.OpOr:
		for _, arg := range e.Args {
			if each := b.of(arg, positive); (e.Op == tree.OpAnd) == positive {
				n += each
			} else {
				n = max(n, each)
			}
		}
	case tree.OpCount, tree.OpDistinct:
		if positive && e.List == b.list {
			n = e.N
		}
	}
	b.memo[key] = n
	return n
}
