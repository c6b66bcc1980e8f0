package backtest

import (
	"encoding/binary"
	"slices"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

// reads is what the law that meets a group reads of a case: rows that are the same in all of it get the same decision.
type reads struct {
	facts    [sallyport.CaseFactCount]bool
	offences [2][sallyport.OffenceFactCount]bool // of convictions, of charges
	lists    [2]bool
	borders  []int64 // days that the day of the moment, by itself, is compared with
	day      bool    // it is read in another way
}

// read notes what a condition reads; list is the one whose offence is under consideration.
func (r *reads) read(e *tree.Expr, list tree.List) {
	switch e.Op {
	case tree.OpAtom:
		for _, ref := range e.Atom.Refs {
			r.fact(ref, list)
		}
		r.moment(e.Atom)
	case tree.OpDistinct:
		r.fact(tree.Ref{Offence: true, Fact: e.Key}, e.List)
	}
	if e.Op == tree.OpCount || e.Op == tree.OpDistinct {
		list = e.List
		r.lists[list] = true
	}
	for _, arg := range e.Args {
		r.read(arg, list)
	}
}

// moment notes what a test asks of the moment alone.
func (r *reads) moment(a *tree.Atom) {
	if ref := a.Refs[0]; len(a.Refs) > 1 || ref.Offence || ref.Fact != tree.FactAt && ref.Fact != tree.FactReceivedAt {
		return
	}
	if a.Test != tree.TestNotBefore {
		r.day = true
		return
	}
	if at, ok := slices.BinarySearch(r.borders, a.N); !ok {
		r.borders = slices.Insert(r.borders, at, a.N)
	}
}

// fact notes a fact, and the object that it belongs to.
func (r *reads) fact(ref tree.Ref, list tree.List) {
	if ref.Offence {
		r.offences[list][ref.Fact] = true
		return
	}
	r.facts[ref.Fact] = true
	if parent := sallyport.CaseFacts[ref.Fact].Parent; parent != "" {
		r.facts[sallyport.CaseFact(parent)] = true
	}
}

// readText notes what the rules of a text read.
func (r *reads) readText(v *law.Version) {
	for _, rule := range v.Rules {
		for _, e := range []*tree.Expr{rule.When, rule.Where} {
			if e != nil {
				r.read(e, tree.Convictions)
			}
		}
	}
	for _, also := range v.Also {
		r.readText(also)
	}
}

// signature appends what is read of the case. Its moment matters where another date is known to compare it with.
func (r *reads) signature(all []byte, c *sallyport.Case) []byte {
	dated := false
	for i := range c.Facts {
		if r.facts[i] {
			all = appendFact(all, i, &sallyport.CaseFacts[i], &c.Facts[i], &dated)
		}
	}
	for n, list := range [2]*sallyport.Offences{&c.Convictions, &c.Charges} {
		if !r.lists[n] {
			continue
		}
		if !list.Known {
			all = append(all, 0)
			continue
		}
		all = binary.AppendVarint(all, int64(len(list.List)+1))
		for i := range list.List {
			for j := range list.List[i] {
				if r.offences[n][j] {
					all = appendFact(all, j, &sallyport.OffenceFacts[j], &list.List[i][j], &dated)
				}
			}
			all = append(all, 0xff)
		}
	}
	if r.facts[tree.FactState] {
		all = append(append(all, tree.State(c.Agency)...), 0)
	}
	if r.facts[tree.FactAgency] || dated { // days are counted in the zone of the place
		all = append(append(all, c.Agency...), 0)
	}
	if dated {
		return binary.AppendVarint(all, c.At.UnixMicro())
	}
	day := tree.DayIn(c.At.UnixMicro(), tree.Zone(c.Agency, c.At.Location()))
	if !r.day { // between two borders every day is alike
		n, _ := slices.BinarySearch(r.borders, day+1)
		day = int64(n)
	}
	return binary.AppendVarint(all, day)
}

func appendFact(all []byte, i int, f *sallyport.Fact, v *sallyport.Value, dated *bool) []byte {
	if v.State == sallyport.Unknown {
		return all
	}
	*dated = *dated || v.State == sallyport.Known && (f.Kind == sallyport.Date || f.Kind == sallyport.Time)
	all = append(all, byte(i), byte(v.State))
	all = binary.AppendVarint(all, v.N)
	if f.Kind == sallyport.Text {
		all = append(append(all, v.S...), 0)
	}
	return all
}
