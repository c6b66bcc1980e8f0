package batch

import (
	"slices"
	"time"

	"sallyport"
	"sallyport/law/tree"
)

// row is up to 64 planes of a sheet, which one word of bits encodes for each case or offence: two bits for a test, "true" and
// "false". Tests of the same fact stand together, so that the fact is looked up once for all of them.
type row struct {
	base    int32 // the number of its first plane
	used    int
	tables  []table
	numbers []number
	texts   []text
	pairs   []pair
}

// column is the tests of one fact, with the first bit of each in the row.
type column struct {
	ref   tree.Ref
	atoms []*tree.Atom
	bits  []int
}

// most is how many tests one column may hold; a fact with more gets another.
const most = 16

// lay gives every test of the sheet its two planes.
func (s *sheet) lay(found *finder, number int) {
	s.rows = []row{{used: reserved}}
	type position struct {
		row, bit int
		id       string
	}
	var positions []position
	for _, ids := range columns(found.atoms[number], found.order[number]) {
		i := slices.IndexFunc(s.rows, func(r row) bool { return r.used+2*len(ids) <= 64 })
		if i < 0 {
			i = len(s.rows)
			s.rows = append(s.rows, row{})
		}
		r := &s.rows[i]
		c := column{}
		for _, id := range ids {
			positions = append(positions, position{i, r.used, id})
			c.atoms = append(c.atoms, found.atoms[number][id])
			c.bits = append(c.bits, r.used)
			r.used += 2
		}
		c.ref = c.atoms[0].Refs[0]
		r.add(c)
	}
	for i := range s.rows {
		s.rows[i].base = int32(s.planes)
		s.planes += s.rows[i].used
	}
	for _, p := range positions {
		s.tests[p.id] = s.rows[p.row].base + int32(p.bit)
	}
}

// columns groups tests by the facts they read and the way these are looked up.
func columns(atoms map[string]*tree.Atom, order []string) [][]string {
	var all [][]string
	for _, id := range order {
		a := atoms[id]
		i := slices.IndexFunc(all, func(ids []string) bool {
			b := atoms[ids[0]]
			return len(ids) < most && wayOf(a) == wayOf(b) && slices.Equal(a.Refs, b.Refs)
		})
		if i < 0 {
			all = append(all, []string{id})
		} else {
			all[i] = append(all[i], id)
		}
	}
	return all
}

// way is how the tests of a fact are looked up.
type way uint8

const (
	tabled   way = iota // by the fact's small code
	numbered            // by the borders that the tests draw through a number, a day or an instant
	spelled             // by the texts that the tests name
	pairwise            // each test by itself, on both of its facts
)

// wayOf is the fastest way that is exact for the test.
func wayOf(a *tree.Atom) way {
	f := a.Refs[0].About()
	switch kind := f.Kind; {
	case len(a.Refs) > 1:
		return pairwise
	case kind == sallyport.Text && (a.Test == tree.TestText || a.Test == tree.TestNone):
		return spelled
	case kind == sallyport.Int && (a.Test == tree.TestAtLeast || a.Test == tree.TestNone),
		(kind == sallyport.Date || kind == sallyport.Time) && (a.Test == tree.TestNotBefore || a.Test == tree.TestNone):
		return numbered
	case kind == sallyport.Bool && (a.Test == tree.TestTrue || a.Test == tree.TestNone),
		kind == sallyport.Enum && (a.Test == tree.TestIn || a.Test == tree.TestNone),
		kind == sallyport.Set && len(f.Values) <= 8 && (a.Test == tree.TestHas || a.Test == tree.TestNone),
		kind == sallyport.Object && a.Test == tree.TestNone:
		return tabled
	}
	return pairwise
}

func (r *row) add(c column) {
	switch wayOf(c.atoms[0]) {
	case tabled:
		r.tables = append(r.tables, newTable(c))
	case numbered:
		r.numbers = append(r.numbers, newNumber(c))
	case spelled:
		r.texts = append(r.texts, newText(c))
	default:
		r.pairs = append(r.pairs, newPair(c))
	}
}

// known are the bits of the column's tests for a fact that has the value v (or is known to be none).
func (c *column) known(v sallyport.Value) uint64 {
	bits := uint64(0)
	for i, a := range c.atoms {
		bits |= truth(a.Holds(v, given, time.UTC)) << c.bits[i]
	}
	return bits
}

// truth is the pair of bits of a test whose outcome is known.
func truth(holds bool) uint64 {
	if holds {
		return 1
	}
	return 2
}
