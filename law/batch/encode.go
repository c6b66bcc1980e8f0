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
	s, words := &e.subjects, d.rows[0]
	s.owner, s.offences = s.owner[:0], s.offences[:0]
	for i := range s.cases {
		from := len(s.offences)
		list := sheet.of(&s.cases[i])
		for n := range list {
			s.owner, s.offences = append(s.owner, int32(i)), append(s.offences, &list[n])
		}
		if sheet.key >= 0 {
			words = group(s.offences[from:], sheet.key, words)
		} else {
			for range list {
				words = append(words, 1<<planeThere)
			}
		}
		d.starts = append(d.starts, int32(len(words)))
	}
	d.rows[0] = words
}

// group puts one case's offences in an order in which those with the same known key stand side by side, and begins their words.
func group(offences []*sallyport.Offence, key int, words []uint64) []uint64 {
	for i := 0; i < len(offences); {
		v := &offences[i][key]
		i++
		if v.State != sallyport.Known {
			words = append(words, 1<<planeThere)
			continue
		}
		words = append(words, 1<<planeThere|1<<planeKeyed)
		for j := i; j < len(offences); j++ {
			if other := &offences[j][key]; other.S == v.S && other.State == sallyport.Known {
				words = append(words, 1<<planeThere|1<<planeKeyed|1<<planeSame)
				offences[i], offences[j] = offences[j], offences[i]
				i++
			}
		}
	}
	return words
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
}
