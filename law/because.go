package law

import (
	"slices"
	"strconv"
	"time"

	"sallyport"
	"sallyport/law/lanes"
	"sallyport/law/tree"
)

// because adds the facts that made a step what it is for this case (or for the offence at index), as "PATH = VALUE":
// every part of a conjunction that holds, the parts of a disjunction that hold, and the other way round for what does
// not hold.
func (d *docket) because(step int32, index int) {
	n := d.Node(step)
	switch n.Op {
	case tree.OpAnd:
		value := d.Is(step, index)
		d.becauseParts(d.Parts(n), index, value, value == tree.True)
	case tree.OpOr:
		value := d.Is(step, index)
		d.becauseParts(d.Parts(n), index, value, value == tree.False)
	case tree.OpNot:
		d.because(d.Parts(n)[0], index)
	case tree.OpAtom:
		d.becauseAtom(n, index)
	case tree.OpCount, tree.OpDistinct:
		d.becauseCount(n, d.Is(step, 0))
	case tree.OpQuestion:
		d.sayQuestion(step)
	}
}

// becauseParts adds those parts that have the value of the whole; all of them where all were needed.
func (d *docket) becauseParts(args []int32, index int, value tree.Tri, all bool) {
	for _, arg := range args {
		if d.Is(arg, index) != value {
			continue
		}
		d.because(arg, index)
		if !all && value != tree.Unknown {
			return
		}
	}
}

// becauseCount adds the offences that satisfied the body, or says that there are none.
func (d *docket) becauseCount(n *lanes.Node, value tree.Tri) {
	offences := n.List.Of(d.Given)
	switch {
	case !offences.Known:
		d.answer.sayList(n.List, 0)
	case value == tree.False:
		if len(offences.List) == 0 {
			d.answer.sayList(n.List, 1)
		}
	default:
		for i := range offences.List {
			if body := d.Parts(n)[0]; d.Is(body, i) == value {
				d.because(body, i)
			}
		}
	}
}

// becauseAtom adds the facts the atom reads. That the request has a moment and the agency a state goes without saying.
func (d *docket) becauseAtom(n *lanes.Node, index int) {
	for _, r := range d.Refs(n) {
		if !r.Offence && (r.Fact == tree.FactAt || r.Fact == tree.FactState) {
			continue
		}
		var offence *sallyport.Offence
		if r.Offence {
			offence = &n.List.Of(d.Given).List[index]
		}
		d.sayFact(r.At(n.List, index), d.Value(r, offence))
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

// sayList says of a whole list that it was not seen (0) or is empty (1).
func (a *answer) sayList(l tree.List, row int32) {
	if a.saying(mark{kind: saidList, fact: int32(l)}) {
		a.lines = append(a.lines, line{kind: lineList, list: int8(l), row: row})
	}
}

func (d *docket) sayQuestion(step int32) {
	a := &d.answer
	if a.saying(mark{kind: saidQuestion, fact: step}) {
		from := len(a.ink)
		a.ink = append(append(a.ink, "open question "...), d.Steps[step].Question...)
		a.inked(from)
	}
}

// sayFact adds "PATH = VALUE".
func (d *docket) sayFact(at tree.Slot, v *sallyport.Value) {
	a := &d.answer
	if !a.saying(mark{saidCase + sayKind(at.List+1), int32(at.Index), int32(at.Fact)}) {
		return
	}
	source := d.filled(at)
	if row := at.KeptRow(v); row >= 0 && source == "" {
		a.lines = append(a.lines, line{kind: lineKept, list: int8(at.List), index: int8(at.Index), fact: int32(at.Fact), row: int32(row)})
		return
	}
	from := len(a.ink)
	a.ink = append(at.AppendPath(a.ink), " = "...)
	a.ink = d.appendValue(a.ink, at.About(), v)
	if source != "" {
		a.ink = append(append(append(a.ink, " (from "...), source...), ", by its statute)"...)
	}
	a.inked(from)
}

// filled is the list that settled a fact that nobody gave; "" for a fact as given.
func (d *docket) filled(at tree.Slot) string {
	for i := range d.Given.Filled {
		if d.Given.Filled[i].Path == at.Path() {
			return d.Given.Filled[i].Source
		}
	}
	return ""
}

func (d *docket) appendValue(ink []byte, f *sallyport.Fact, v *sallyport.Value) []byte {
	switch {
	case v.State != sallyport.Known:
		return append(ink, f.Format(*v)...)
	case f.Kind == sallyport.Time:
		return time.UnixMicro(v.N).In(d.Zone).AppendFormat(ink, time.RFC3339)
	case f.Kind == sallyport.Date:
		return sallyport.DayTime(v.N).AppendFormat(ink, time.DateOnly)
	case f.Kind == sallyport.Int:
		return strconv.AppendInt(ink, v.N, 10)
	}
	return append(ink, f.Format(*v)...)
}
