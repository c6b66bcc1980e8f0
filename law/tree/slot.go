package tree

import (
	"strconv"
	"sync/atomic"

	"sallyport"
)

// Slot addresses one fact of a case: List is -1 for the case itself, else the List, and Index the offence in it.
type Slot struct {
	List, Index, Fact int
}

// At is the slot a reference names, for the offence at index of the list where it names one.
func (r Ref) At(list List, index int) Slot {
	if r.Offence {
		return Slot{int(list), index, r.Fact}
	}
	return Slot{-1, 0, r.Fact}
}

// In is the fact's value in the case.
func (s Slot) In(c *sallyport.Case) *sallyport.Value {
	if s.List < 0 {
		return &c.Facts[s.Fact]
	}
	return &List(s.List).Of(c).List[s.Index][s.Fact]
}

// About describes the fact.
func (s Slot) About() *sallyport.Fact {
	if s.List < 0 {
		return &sallyport.CaseFacts[s.Fact]
	}
	return &sallyport.OffenceFacts[s.Fact]
}

// Path names the fact as a case file would.
func (s Slot) Path() string {
	if s.List < 0 {
		return sallyport.CaseFacts[s.Fact].Path
	}
	if s.Index >= keptIndexes {
		return string(s.AppendPath(nil))
	}
	text := s.texts()[0]
	return text[:len(text)-len(unknownText)]
}

// AppendPath appends the path.
func (s Slot) AppendPath(text []byte) []byte {
	if s.List < 0 {
		return append(text, sallyport.CaseFacts[s.Fact].Path...)
	}
	text = append(append(text, List(s.List).String()...), '[')
	text = append(strconv.AppendInt(text, int64(s.Index), 10), "]."...)
	return append(text, sallyport.OffenceFacts[s.Fact].Path...)
}

const unknownText = " = unknown"

// KeptRow finds the kept text "PATH = VALUE" of the value, for Kept; it is negative where none is kept, as for values that
// cannot be listed.
func (s Slot) KeptRow(v *sallyport.Value) int {
	if s.Index >= keptIndexes {
		return -1
	}
	return rowOf(s.About(), v)
}

// Kept is a text that was made once and kept.
func (s Slot) Kept(row int) string { return s.texts()[row] }

// keptIndexes is for how many offences of a list the texts are kept.
const keptIndexes = 8

// kept holds the texts of a fact, by list (the case first), index and fact; each is made when first asked for.
var kept [3][keptIndexes][sallyport.CaseFactCount]atomic.Pointer[[]string]

func (s Slot) texts() []string {
	place := &kept[s.List+1][s.Index][s.Fact]
	if texts := place.Load(); texts != nil {
		return *texts
	}
	f, path := s.About(), string(s.AppendPath(nil))
	texts := []string{path + unknownText, path + " = none"}
	for n := range rowsOf(f) {
		texts = append(texts, path+" = "+f.Format(sallyport.IntValue(int64(n))))
	}
	place.Store(&texts)
	return texts
}

// rowOf is the row of kept texts: unknown, none, and the values of facts that are enumerated; -1 where the value has none.
func rowOf(f *sallyport.Fact, v *sallyport.Value) int {
	switch {
	case v.State == sallyport.Unknown:
		return 0
	case v.State == sallyport.None:
		return 1
	}
	if v.N < 0 || v.N >= int64(rowsOf(f)) {
		return -1
	}
	return 2 + int(v.N)
}

func rowsOf(f *sallyport.Fact) int {
	switch f.Kind {
	case sallyport.Bool, sallyport.Object:
		return 2
	case sallyport.Enum:
		return len(f.Values)
	case sallyport.Set:
		return 1 << len(f.Values)
	}
	return 0
}
