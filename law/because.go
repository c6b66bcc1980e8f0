package law

import (
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"sallyport"
)

// because adds the facts that made a step what it is for this case (or for the offence at index), as "PATH = VALUE":
// every part of a conjunction that holds, the parts of a disjunction that hold, and the other way round for what does
// not hold.
func (d *docket) because(step int32, index int) {
	s := &d.Steps[step]
	switch s.Op {
	case OpAnd:
		value := d.is(step, index)
		d.becauseParts(s.Args, index, value, value == True)
	case OpOr:
		value := d.is(step, index)
		d.becauseParts(s.Args, index, value, value == False)
	case OpNot:
		d.because(s.Args[0], index)
	case OpAtom:
		d.becauseAtom(s, index)
	case OpCount, OpDistinct:
		d.becauseCount(s, d.is(step, 0))
	case OpQuestion:
		d.answer.say(mark{kind: saidQuestion, fact: step}, "open question "+s.Question)
	}
}

// becauseParts adds those parts that have the value of the whole; all of them where all were needed.
func (d *docket) becauseParts(args []int32, index int, value Tri, all bool) {
	for _, arg := range args {
		if d.is(arg, index) != value {
			continue
		}
		d.because(arg, index)
		if !all && value != Unknown {
			return
		}
	}
}

// becauseCount adds the offences that satisfied the body, or says that there are none.
func (d *docket) becauseCount(s *Step, value Tri) {
	offences := s.List.of(d.given)
	switch {
	case !offences.Known:
		d.answer.say(mark{kind: saidList, fact: int32(s.List)}, notSeen[s.List])
	case value == False:
		if len(offences.List) == 0 {
			d.answer.say(mark{kind: saidList, fact: int32(s.List)}, empty[s.List])
		}
	default:
		for i := range offences.List {
			if d.is(s.Args[0], i) == value {
				d.because(s.Args[0], i)
			}
		}
	}
}

var (
	notSeen = [2]string{"convictions not seen", "charges not seen"}
	empty   = [2]string{"convictions = []", "charges = []"}
)

// becauseAtom adds the facts the atom reads. That the request has a moment and the agency a state goes without saying.
func (d *docket) becauseAtom(s *Step, index int) {
	for _, r := range s.Atom.Refs {
		if !r.Offence && (r.Fact == factAt || r.Fact == factState) {
			continue
		}
		var offence *sallyport.Offence
		at := slot{list: -1, fact: r.Fact}
		if r.Offence {
			at = slot{int(s.List), index, r.Fact}
			offence = &s.List.of(d.given).List[index]
		}
		d.sayFact(at, d.value(r, offence))
	}
}

// mark tells what was said from what was not.
type mark struct {
	kind        sayKind
	index, fact int32
}

type sayKind uint8

const (
	saidCase sayKind = iota // and, added to it, 1 + List for a fact of an offence
	_
	_
	saidList
	saidQuestion
)

// saying notes that m is said; it is false where it was said before.
func (a *answer) saying(m mark) bool {
	if slices.Contains(a.said, m) {
		return false
	}
	a.said = append(a.said, m)
	return true
}

func (a *answer) say(m mark, text string) {
	if a.saying(m) {
		a.texts = append(a.texts, text)
	}
}

// sayFact adds "PATH = VALUE". Where the values can be listed, the texts are made once and kept.
func (d *docket) sayFact(at slot, v *sallyport.Value) {
	a := &d.answer
	if !a.saying(mark{saidCase + sayKind(at.list+1), int32(at.index), int32(at.fact)}) {
		return
	}
	f := at.describes()
	source := d.filled(at)
	if row := rowOf(f, v); row >= 0 && at.index < keptIndexes && source == "" {
		a.texts = append(a.texts, keptTexts(at, f)[row])
		return
	}
	from := len(a.ink)
	a.ink = append(at.appendPath(a.ink), " = "...)
	a.ink = d.appendValue(a.ink, f, v)
	if source != "" {
		a.ink = append(append(append(a.ink, " (from "...), source...), ", by its statute)"...)
	}
	a.formed = append(a.formed, forming{len(a.texts), span{from, len(a.ink)}})
	a.texts = append(a.texts, "")
}

// filled is the list that settled a fact that nobody gave; "" for a fact as given.
func (d *docket) filled(at slot) string {
	for i := range d.given.Filled {
		if d.given.Filled[i].Path == at.path() {
			return d.given.Filled[i].Source
		}
	}
	return ""
}

func (d *docket) appendValue(ink []byte, f *sallyport.Fact, v *sallyport.Value) []byte {
	switch {
	case v.State != sallyport.Known:
		return append(ink, f.Format(*v)...)
	case f.Kind == sallyport.Time:
		return time.UnixMicro(v.N).In(d.zone).AppendFormat(ink, time.RFC3339)
	case f.Kind == sallyport.Date:
		return sallyport.DayTime(v.N).AppendFormat(ink, time.DateOnly)
	case f.Kind == sallyport.Int:
		return strconv.AppendInt(ink, v.N, 10)
	}
	return append(ink, f.Format(*v)...)
}

// keptIndexes is for how many offences of a list the texts are kept.
const keptIndexes = 8

// kept holds the texts of a fact, by list (the case first), index and fact; each is made when first said.
var kept [3][keptIndexes][sallyport.CaseFactCount]atomic.Pointer[[]string]

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

func keptTexts(at slot, f *sallyport.Fact) []string {
	place := &kept[at.list+1][at.index][at.fact]
	if texts := place.Load(); texts != nil {
		return *texts
	}
	path := at.path()
	texts := []string{path + " = unknown", path + " = none"}
	for n := range rowsOf(f) {
		texts = append(texts, path+" = "+f.Format(sallyport.IntValue(int64(n))))
	}
	place.Store(&texts)
	return texts
}
