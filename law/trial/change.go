package trial

import (
	"fmt"
	"slices"
	"time"

	"sallyport"
	"sallyport/law/tree"
)

// change is one fact of a case made something else.
type change func(*sallyport.Case)

// changed is a copy of the case with the change made.
func changed(c *sallyport.Case, make change) *sallyport.Case {
	copied := *c
	copied.Convictions.List = slices.Clone(c.Convictions.List)
	copied.Charges.List = slices.Clone(c.Charges.List)
	make(&copied)
	return &copied
}

// changes lists what a condition could be made to turn on: every fact that it reads hidden, or given each of the values
// it tells apart; every list unseen, empty, or of as many offences as are counted.
func changes(when *tree.Expr, c *sallyport.Case) []change {
	if when == nil {
		return nil
	}
	var all []change
	at := newInstance(c)
	walk(when, -1, func(e *tree.Expr, list int) {
		switch {
		case e.Op == tree.OpCount || e.Op == tree.OpDistinct:
			all = append(all, listChanges(e)...)
		case e.Op == tree.OpAtom && list < 0:
			all = append(all, atomChanges(e.Atom, at, nil)...)
		case e.Op == tree.OpAtom:
			for index := range tree.List(list).Of(c).List {
				all = append(all, atomChanges(e.Atom, at, &place{tree.List(list), index})...)
			}
		}
	})
	return all
}

// place is where an offence stands in a case.
type place struct {
	list  tree.List
	index int
}

// listChanges hides the list, empties it, or fills it with likenesses of its first offence, one incident each.
func listChanges(e *tree.Expr) []change {
	all := []change{
		func(c *sallyport.Case) { *e.List.Of(c) = sallyport.Offences{} },
		func(c *sallyport.Case) { *e.List.Of(c) = sallyport.Offences{Known: true} },
	}
	for _, n := range []int{e.N, e.N - 1} {
		all = append(all, func(c *sallyport.Case) {
			list := e.List.Of(c)
			list.Known = true
			first := sallyport.Offence{}
			if len(list.List) > 0 {
				first = list.List[0]
			}
			list.List = nil
			for i := range n {
				if e.Op == tree.OpDistinct {
					first[e.Key] = sallyport.TextValue(fmt.Sprintf("%c", 'a'+i))
				}
				list.List = append(list.List, first)
			}
		})
	}
	return all
}

// atomChanges hides each fact the atom reads and gives the first each value that it tells apart.
func atomChanges(a *tree.Atom, i *instance, offence *place) []change {
	var all []change
	for _, r := range a.Refs {
		all = append(all, setting(r, offence, sallyport.Value{}))
	}
	if a.Test == tree.TestClock {
		return append(all, clockChanges(a, i)...)
	}
	for _, v := range valuesOf(a, i, offence) {
		all = append(all, setting(a.Refs[0], offence, v))
	}
	return all
}

// clockChanges moves the moment to the end of the clock and to the minute before, keeping the day of receipt.
func clockChanges(a *tree.Atom, i *instance) []change {
	eligible, received := i.Facts[a.Refs[0].Fact], i.Facts[tree.FactReceivedAt]
	if eligible.State != sallyport.Known {
		return nil
	}
	end := a.Clock.End(time.UnixMicro(eligible.N), i.zone)
	var all []change
	for _, at := range []time.Time{end, end.Add(-time.Minute)} {
		all = append(all, func(c *sallyport.Case) {
			c.At = at
			c.Facts[tree.FactReceivedAt] = received
		})
	}
	return all
}

// setting gives the fact the value. A fact below an object brings the object; the case's own moment is not a fact.
func setting(r tree.Ref, offence *place, v sallyport.Value) change {
	return func(c *sallyport.Case) {
		switch f := r.About(); {
		case r.Offence:
			offence.list.Of(c).List[offence.index][r.Fact] = v
		case r.Fact == tree.FactAt:
			if v.State == sallyport.Known {
				c.At = time.UnixMicro(v.N).In(c.At.Location())
			}
		case f.Parent != "":
			setBelow(c, r.Fact, v)
		case f.Kind == sallyport.Object:
			setObject(c, r.Fact, v)
		default:
			c.Facts[r.Fact] = v
		}
	}
}

// setBelow gives a fact of an object a value; the others, where the object was not there, are not known.
func setBelow(c *sallyport.Case, fact int, v sallyport.Value) {
	parent := sallyport.CaseFact(sallyport.CaseFacts[fact].Parent)
	if c.Facts[parent].State != sallyport.Known {
		setObject(c, parent, sallyport.IntValue(1))
	}
	c.Facts[fact] = v
}

func setObject(c *sallyport.Case, object int, v sallyport.Value) {
	c.Facts[object] = v
	for i := range sallyport.CaseFacts {
		if sallyport.CaseFacts[i].Parent == sallyport.CaseFacts[object].Path {
			c.Facts[i] = sallyport.Value{}
			if v.State == sallyport.None {
				c.Facts[i] = v
			}
		}
	}
}
