package batch

import (
	"fmt"
	"slices"

	"sallyport/law/tree"
)

// Dictionary numbers the tests that a set of conditions makes, so that a case is encoded once for all of them.
type Dictionary struct {
	sheets []*sheet // the first is the case's; then one for each list as the texts read it
}

// sheet is the planes of one shape: a bit for each case, or a bit for each case and offence of a list.
type sheet struct {
	list    tree.List
	offence bool
	key     int // the fact that offences of one case are grouped by, or -1
	rows    []row
	planes  int
	tests   map[string]int32 // by identity: the plane of the cases for which the test is true; the next one is "false"
}

// Planes that every sheet begins with.
const (
	planeThere = 0 // of the case: there is a case in this lane; of a list: the case has this offence
	planeKnown = 1 // of the case: planeKnown+list, the list was seen
	planeSame  = 1 // of a list: the offence has the known key of the one before it
	planeKeyed = 2 // of a list: its key is known
	reserved   = 3
)

// NewDictionary numbers the tests of the conditions.
func NewDictionary(of []Condition) *Dictionary {
	var conditions []*tree.Expr
	for _, c := range of {
		if c.Holds != nil {
			conditions = append(conditions, c.Holds)
		}
		if c.Binds != nil {
			conditions = append(conditions, c.Binds)
		}
	}
	d := &Dictionary{sheets: []*sheet{newSheet(0, false, -1)}}
	for _, distinct := range []bool{true, false} { // a list's first key, if any, orders it for the other conditions too
		for _, e := range conditions {
			d.addLists(e, distinct)
		}
	}
	found := &finder{d: d, atoms: make([]map[string]*tree.Atom, len(d.sheets)), order: make([][]string, len(d.sheets))}
	for _, e := range conditions {
		found.walk(e, 0)
	}
	for i, s := range d.sheets {
		s.lay(found, i)
	}
	return d
}

func newSheet(list tree.List, offence bool, key int) *sheet {
	return &sheet{list: list, offence: offence, key: key, tests: map[string]int32{}}
}

// addLists gives every list that e reads a sheet: one for each key that it counts different values of.
func (d *Dictionary) addLists(e *tree.Expr, distinct bool) {
	switch {
	case e.Op == tree.OpDistinct && distinct, e.Op == tree.OpCount && !distinct:
		if d.sheetOf(e) < 0 {
			key := -1
			if distinct {
				key = e.Key
			}
			d.sheets = append(d.sheets, newSheet(e.List, true, key))
		}
	}
	for _, arg := range e.Args {
		d.addLists(arg, distinct)
	}
}

// sheetOf finds the sheet that a quantifier reads, or -1.
func (d *Dictionary) sheetOf(e *tree.Expr) int {
	return slices.IndexFunc(d.sheets, func(s *sheet) bool {
		return s.offence && s.list == e.List && (e.Op == tree.OpCount || s.key == e.Key)
	})
}

// finder collects the tests of each sheet, in the order found.
type finder struct {
	d     *Dictionary
	atoms []map[string]*tree.Atom
	order [][]string
}

// walk visits e as it stands outside every list (sheet 0) or in the body of a quantifier.
func (f *finder) walk(e *tree.Expr, sheet int) {
	switch e.Op {
	case tree.OpAtom:
		if !readsOffence(e.Atom) {
			sheet = 0
		}
		if f.atoms[sheet] == nil {
			f.atoms[sheet] = map[string]*tree.Atom{}
		}
		id := identity(e.Atom)
		if f.atoms[sheet][id] == nil {
			f.atoms[sheet][id] = e.Atom
			f.order[sheet] = append(f.order[sheet], id)
		}
		return
	case tree.OpCount, tree.OpDistinct:
		sheet = f.d.sheetOf(e)
	}
	for _, arg := range e.Args {
		f.walk(arg, sheet)
	}
}

// identity tells tests apart by what they ask.
func identity(a *tree.Atom) string {
	id := fmt.Sprint(a.Test, a.Refs, a.Mask, a.N, " ", len(a.Texts))
	for _, s := range a.Texts {
		id += fmt.Sprintf("%q", s)
	}
	if c := a.Clock; c != nil {
		id += fmt.Sprint(c.Hours, c.Counted, c.SameDay)
	}
	return id
}

// has says whether every test of e stands in the dictionary.
func (d *Dictionary) has(e *tree.Expr, sheet int) bool {
	switch e.Op {
	case tree.OpAtom:
		if !readsOffence(e.Atom) {
			sheet = 0
		}
		_, ok := d.sheets[sheet].tests[identity(e.Atom)]
		return ok
	case tree.OpCount, tree.OpDistinct:
		if sheet = d.sheetOf(e); sheet < 0 {
			return false
		}
	}
	return !slices.ContainsFunc(e.Args, func(arg *tree.Expr) bool { return !d.has(arg, sheet) })
}

// Tests is the number of different tests of facts: of the case, and of an offence.
func (d *Dictionary) Tests() (ofCase, ofOffence int) {
	for _, s := range d.sheets {
		if s.offence {
			ofOffence += len(s.tests)
		} else {
			ofCase += len(s.tests)
		}
	}
	return ofCase, ofOffence
}

func readsOffence(a *tree.Atom) bool {
	return slices.ContainsFunc(a.Refs, func(r tree.Ref) bool { return r.Offence })
}
