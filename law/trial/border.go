package trial

import (
	"fmt"
	"time"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

// border is where a condition turns over: an atom with a number, a span of years, a day or a clock, or a count of
// offences. Each side is to be tried by a case that lies next to it, where the border decides.
type border struct {
	action    string // of the first statement that reads it
	statement        // that statement
	in, out   string // what to try: where it holds, and where it does not
	node      *tree.Expr
	list      int // the tree.List of an offence's atom; -1 for the case's own
	readers   []reader
}

// reader is a condition that reads the border.
type reader struct {
	action string
	when   *tree.Expr
}

// bordersOf lists the borders of a text, each once.
func bordersOf(v *law.Version) []*border {
	var all []*border
	for _, action := range actions {
		for _, s := range statements(v, action) {
			walk(s.when, -1, func(e *tree.Expr, list int) {
				in, out := borderNames(e, v)
				if in == "" {
					return
				}
				for _, known := range all {
					if known.node == e && known.list == list {
						known.readers = append(known.readers, reader{action, s.when})
						return
					}
				}
				all = append(all, &border{action, s, in, out, e, list, []reader{{action, s.when}}})
			})
		}
	}
	return all
}

// borderNames names the two sides of the node's border: where it holds, and where it does not. Both are empty for a
// node without one, and for a day that the text is not in force on both sides of.
func borderNames(e *tree.Expr, v *law.Version) (in, out string) {
	if e.Op == tree.OpCount || e.Op == tree.OpDistinct {
		if e.N < 2 {
			return "", ""
		}
		return fmt.Sprintf("border: exactly %d %s", e.N, e.List), fmt.Sprintf("border: exactly %d %s", e.N-1, e.List)
	}
	if e.Op != tree.OpAtom {
		return "", ""
	}
	a := e.Atom
	path := a.Refs[0].About().Path
	switch a.Test {
	case tree.TestAtLeast:
		return fmt.Sprintf("border: %s = %d", path, a.N), fmt.Sprintf("border: %s = %d", path, a.N-1)
	case tree.TestNotBefore:
		return dayNames(a, v)
	case tree.TestWithinYears:
		return yearNames(a, "one day less than", "exactly")
	case tree.TestAged:
		return yearNames(a, "exactly", "one day less than")
	case tree.TestClock:
		return "border: the last minute of the clock", "border: the minute the clock ends"
	}
	return "", ""
}

func dayNames(a *tree.Atom, v *law.Version) (in, out string) {
	first, last := v.Days()
	if r := a.Refs[0]; !r.Offence && (r.Fact == tree.FactAt || r.Fact == tree.FactReceivedAt) && (a.N <= first || a.N > last) {
		return "", ""
	}
	path, day := a.Refs[0].About().Path, sallyport.DayTime(a.N)
	return "border: " + path + " on " + day.Format(time.DateOnly),
		"border: " + path + " on " + day.AddDate(0, 0, -1).Format(time.DateOnly)
}

func yearNames(a *tree.Atom, holds, fails string) (in, out string) {
	name := func(how string) string {
		return fmt.Sprintf("border: %s %s %d years before %s", a.Refs[0].About().Path, how, a.N, a.Refs[1].About().Path)
	}
	return name(holds), name(fails)
}

// tries is true of a case that lies next to the border, on the side where the node has that value, if a condition turns
// on it.
func (b *border) tries(side tree.Tri) func(*instance) bool {
	if b.node.Op != tree.OpAtom {
		return func(i *instance) bool { return b.counts(i, side) }
	}
	return func(i *instance) bool {
		if b.list < 0 {
			return b.nextTo(i, nil, side)
		}
		for index := range tree.List(b.list).Of(&i.Case).List {
			if b.nextTo(i, &index, side) {
				return true
			}
		}
		return false
	}
}

// nextTo moves the fact that the atom tests by one unit either way and sees whether the atom, and then a condition,
// turns over.
func (b *border) nextTo(i *instance, index *int, side tree.Tri) bool {
	if b.holds(i, index) != side {
		return false
	}
	for _, step := range []int64{-1, 1} {
		moved := b.move(i, index, step)
		if b.holds(moved, index) == -side && b.turns(i, func(when *tree.Expr) tree.Tri { return moved.value(when) }) {
			return true
		}
	}
	return false
}

// turns says whether a condition on the case's action comes to something else under the change.
func (b *border) turns(i *instance, changed func(*tree.Expr) tree.Tri) bool {
	for _, r := range b.readers {
		if r.action == i.action && i.value(r.when) != changed(r.when) {
			return true
		}
	}
	return false
}

func (b *border) holds(i *instance, index *int) tree.Tri {
	if index == nil {
		return i.value(b.node)
	}
	return b.node.Atom.Eval(&i.Case, &tree.List(b.list).Of(&i.Case).List[*index], i.zone)
}

// move is the case with the tested fact moved: a day or a number by one, an instant by a day, the moment that a clock is
// held against by a minute.
func (b *border) move(i *instance, index *int, step int64) *instance {
	moved := *i
	ref := b.node.Atom.Refs[0]
	switch {
	case b.node.Atom.Test == tree.TestClock:
		ref = b.node.Atom.Refs[1]
		step *= time.Minute.Microseconds()
	case ref.About().Kind == sallyport.Time:
		step *= (24 * time.Hour).Microseconds()
	}
	if !ref.Offence {
		moved.Facts[ref.Fact].N += step
		return &moved
	}
	offences := tree.List(b.list).Of(&moved.Case)
	offences.List = append([]sallyport.Offence(nil), offences.List...)
	offences.List[*index][ref.Fact].N += step
	return &moved
}

// counts is true of a list with exactly as many offences as the count asks for or, on the other side, with one fewer.
func (b *border) counts(i *instance, side tree.Tri) bool {
	n := b.node.N
	if side == tree.False {
		n--
	}
	return i.value(atLeast(b.node, n)) == tree.True && i.value(atLeast(b.node, n+1)) == tree.False &&
		b.turns(i, func(when *tree.Expr) tree.Tri { return i.value(replace(when, b.node, tree.Const(side == tree.False))) })
}

func atLeast(e *tree.Expr, n int) *tree.Expr {
	if e.Op == tree.OpDistinct {
		return tree.Distinct(e.List, n, e.Key, e.Args[0])
	}
	return tree.Count(e.List, n, e.Args[0])
}
