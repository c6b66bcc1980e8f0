package batch

import (
	"slices"

	"sallyport"
	"sallyport/law/tree"
)

// together is how many cases are encoded side by side: enough to hide the cost of each column, few enough to stay in the
// near caches.
const together = 16

// Encoder reads cases into blocks. It is the working memory of one goroutine.
type Encoder struct {
	dictionary *Dictionary
	cases      int
	drafts     []draft // for each sheet
	subjects   subjects
	sealing
}

// NewEncoder makes an encoder of blocks of the dictionary.
func (d *Dictionary) NewEncoder() *Encoder {
	e := &Encoder{dictionary: d, drafts: make([]draft, len(d.sheets))}
	for i, s := range d.sheets {
		e.drafts[i].rows = make([][]uint64, len(s.rows))
	}
	e.clear()
	return e
}

func (e *Encoder) clear() {
	e.cases = 0
	for i := range e.drafts {
		d := &e.drafts[i]
		d.starts = append(d.starts[:0], 0)
		for r := range d.rows {
			d.rows[r] = d.rows[r][:0]
		}
	}
}

// Add encodes more cases: every test of the dictionary, once. It is quickest with about a dozen cases that were just read and
// are still in the near caches; it does not keep them.
func (e *Encoder) Add(cases []sallyport.Case) {
	for some := range slices.Chunk(cases, together) {
		e.subjects.begin(some)
		for i, sheet := range e.dictionary.sheets {
			if sheet.offence {
				e.prepareOffences(sheet, &e.drafts[i])
			} else {
				e.prepareCases(&e.drafts[i])
			}
			sheet.encode(&e.subjects, &e.drafts[i])
		}
		e.cases += len(some)
	}
}

// prepareCases begins the words of the cases.
func (e *Encoder) prepareCases(d *draft) {
	s := &e.subjects
	s.owner = s.owner[:0]
	for i := range s.cases {
		c := &s.cases[i]
		s.owner = append(s.owner, int32(i))
		d.rows[0] = append(d.rows[0], 1<<planeThere|
			knows(&c.Convictions)<<(planeKnown+tree.Convictions)|knows(&c.Charges)<<(planeKnown+tree.Charges))
	}
}

func knows(o *sallyport.Offences) uint64 {
	if o.Known {
		return 1
	}
	return 0
}

// prepareOffences begins the words of the cases' offences.
func (e *Encoder) prepareOffences(sheet *sheet, d *draft) {
	s := &e.subjects
	s.owner, s.offences = s.owner[:0], s.offences[:0]
	for i := range s.cases {
		list := sheet.of(&s.cases[i])
		if sheet.key >= 0 {
			d.group(list, sheet.key)
		}
		for n := range list {
			o, bits := &list[n], uint64(1<<planeThere)
			if sheet.key >= 0 {
				o = &list[d.sorted[n]&^same]
				bits |= keyBits(o, d.sorted[n], sheet.key)
			}
			d.rows[0] = append(d.rows[0], bits)
			s.owner, s.offences = append(s.owner, int32(i)), append(s.offences, o)
		}
		d.starts = append(d.starts, int32(len(d.rows[0])))
	}
}

// of is the list that a sheet is about, empty where it was never seen.
func (s *sheet) of(c *sallyport.Case) []sallyport.Offence {
	if list := s.list.Of(c); list.Known {
		return list.List
	}
	return nil
}

// encode adds the tests of the subjects to the draft, whose first row has their words already.
func (s *sheet) encode(of *subjects, d *draft) {
	n := len(d.rows[0])
	for r := range s.rows {
		row := &s.rows[r]
		d.rows[r] = slices.Grow(d.rows[r], n-len(d.rows[r]))[:n]
		words := d.rows[r][n-len(of.owner):]
		if r > 0 {
			clear(words)
		}
		for i := range row.tables {
			if s.offence {
				row.tables[i].intoOffences(words, of.offences)
			} else {
				row.tables[i].intoCases(words, of.cases)
			}
		}
		for i := range row.numbers {
			row.numbers[i].into(words, of)
		}
		for i := range row.texts {
			row.texts[i].into(words, of)
		}
		for i := range row.pairs {
			row.pairs[i].into(words, of)
		}
	}
}

// draft is the cases of a block row by row, before they are turned over into planes: for each row of the sheet a word for each
// case, or for each of its offences in turn.
type draft struct {
	rows   [][]uint64
	starts []int32 // of a list's sheet: where each case begins, and the end
	sorted []int32 // the offences of one case, and their keys
	keys   []*sallyport.Value
}

// same marks an offence with the known key of the one before it.
const same = 1 << 30

// group puts the places of the offences in an order in which those with the same known key stand side by side.
func (d *draft) group(list []sallyport.Offence, key int) {
	d.sorted, d.keys = d.sorted[:0], d.keys[:0]
	for i := range list {
		d.sorted, d.keys = append(d.sorted, int32(i)), append(d.keys, &list[i][key])
	}
	for i := 0; i < len(list); {
		v := d.keys[i]
		i++
		if v.State == sallyport.Known {
			i = d.gather(v.S, i)
		}
	}
}

// gather brings the offences with that key, from place i on, forward to place i, and returns the place after them.
func (d *draft) gather(name string, i int) int {
	for j := i; j < len(d.keys); j++ {
		if v := d.keys[j]; v.S == name && v.State == sallyport.Known {
			d.keys[i], d.keys[j] = d.keys[j], d.keys[i]
			d.sorted[i], d.sorted[j] = d.sorted[j], d.sorted[i]
			d.sorted[i] |= same
			i++
		}
	}
	return i
}

func keyBits(o *sallyport.Offence, place int32, key int) uint64 {
	switch {
	case o[key].State != sallyport.Known:
		return 0
	case place&same != 0:
		return 1<<planeKeyed | 1<<planeSame
	}
	return 1 << planeKeyed
}
