package batch

import (
	"math/bits"
	"slices"
	"time"

	"sallyport"
	"sallyport/law/tree"
)

// codes are the bits of a column's tests by the state of the fact and a small code of its value. Looking them up has no branch
// that the data could mislead.
type codes struct {
	width uint64
	words []uint64 // for the states unknown, known and none, width each
}

// newCodes has a code for each value.
func (c *column) newCodes(values ...sallyport.Value) codes {
	width := len(values)
	words := make([]uint64, width, 3*width) // unknown
	for _, v := range values {
		words = append(words, c.known(v))
	}
	none := c.known(sallyport.NoneValue)
	for range values {
		words = append(words, none)
	}
	return codes{uint64(width), words}
}

func (c *codes) of(state sallyport.State, code uint64) uint64 {
	if i := uint64(state)*c.width + code; i < uint64(len(c.words)) {
		return c.words[i]
	}
	return 0
}

// table looks a fact up by its value. Values beyond the fact's own, which no reader of cases makes, share the last code.
type table struct {
	codes
	fact int
}

func newTable(c column) table {
	f := c.ref.About()
	n := len(f.Values)
	switch f.Kind {
	case sallyport.Bool:
		n = 2
	case sallyport.Set:
		n = 1 << n
	}
	values := make([]sallyport.Value, n+1)
	for i := range values {
		values[i] = sallyport.IntValue(int64(i))
	}
	return table{c.newCodes(values...), c.ref.Fact}
}

// intoCases adds the column's tests to the words of cases. (Inlined, its loop would spill its counter.)
//
//go:noinline
func (t *table) intoCases(words []uint64, cases []sallyport.Case) {
	words = words[:len(cases)]
	fact, width, codes := t.fact, t.width, t.words
	for i := range cases {
		v := &cases[i].Facts[fact]
		if at := uint64(v.State)*width + min(uint64(v.N), width-1); at < uint64(len(codes)) {
			words[i] |= codes[at]
		}
	}
}

// intoOffences adds them to the words of offences.
//
//go:noinline
func (t *table) intoOffences(words []uint64, offences []*sallyport.Offence) {
	words = words[:len(offences)]
	fact, width, codes := t.fact, t.width, t.words
	for i, o := range offences {
		v := &o[fact]
		if at := uint64(v.State)*width + min(uint64(v.N), width-1); at < uint64(len(codes)) {
			words[i] |= codes[at]
		}
	}
}

// number looks a number, a day or an instant up by how many of the borders that its tests draw it has passed.
type number struct {
	codes
	source
	instant bool
	borders []int64
}

func newNumber(c column) number {
	n := number{source: sourceOf(c.ref), instant: c.ref.About().Kind == sallyport.Time}
	for _, a := range c.atoms {
		if a.Test != tree.TestNone {
			n.borders = append(n.borders, a.N)
		}
	}
	slices.Sort(n.borders)
	n.borders = slices.Compact(n.borders)
	// A value in each gap; for an instant the law's test reads the day of noon in UTC.
	unit := int64(1)
	if n.instant {
		unit = microsecondsOfDay
	}
	var values []sallyport.Value
	for i, border := range n.borders {
		if i == 0 {
			values = append(values, sallyport.IntValue((border-1)*unit+unit/2))
		}
		values = append(values, sallyport.IntValue(border*unit+unit/2))
	}
	if values == nil { // whether the fact is none is all that is asked
		values = []sallyport.Value{{State: sallyport.Known}}
	}
	n.codes = c.newCodes(values...)
	return n
}

func (n *number) into(words []uint64, s *subjects) {
	values := s.look(n.source, 0)
	if n.instant {
		for i, v := range values {
			words[i] |= n.of(v.State, n.passedDay(v, s, i))
		}
		return
	}
	for i, v := range values {
		words[i] |= n.of(v.State, n.count(v.N))
	}
}

// passedDay counts the borders passed by the day of an instant in the custodian's zone: the day in UTC or one beside it.
func (n *number) passedDay(v *sallyport.Value, s *subjects, i int) uint64 {
	day := v.N / microsecondsOfDay
	passed := n.count(day - 2)
	if passed != n.count(day+2) && v.State == sallyport.Known {
		passed = n.count(sallyport.Day(time.UnixMicro(v.N).In(s.zone(i))))
	}
	return passed
}

const microsecondsOfDay = int64(24 * time.Hour / time.Microsecond)

// count counts the borders passed, without a branch that the data could mislead: each one not passed leaves a borrow.
func (n *number) count(v int64) uint64 {
	passed := uint64(len(n.borders))
	for _, border := range n.borders {
		_, borrow := bits.Sub64(ordered(v), ordered(border), 0)
		passed -= borrow
	}
	return passed
}

// ordered maps numbers to unsigned ones in the same order.
func ordered(v int64) uint64 { return uint64(v) ^ 1<<63 }
